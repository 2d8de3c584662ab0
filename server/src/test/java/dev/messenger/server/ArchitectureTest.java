package dev.messenger.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Holds the house to its shape: the arrows run one way.
final class ArchitectureTest {

    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    // The storage module's test jar: the in-memory twin and its contract.
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .withImportOption(location -> !location.contains("storage/target/test-classes"))
                    .importPackages("dev.messenger");

    @Test
    void arrowsRunOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("main")
                .definedBy("dev.messenger.server")
                .layer("metrics")
                .definedBy("dev.messenger.server.metrics..")
                .layer("net")
                .definedBy("dev.messenger.server.net..")
                .layer("dispatch")
                .definedBy("dev.messenger.server.dispatch..")
                .layer("delivery")
                .definedBy("dev.messenger.server.delivery..")
                .layer("usecase")
                .definedBy("dev.messenger.server.usecase..")
                .layer("meter")
                .definedBy("dev.messenger.server.meter..")
                .layer("protocol")
                .definedBy("dev.messenger.protocol..")
                .layer("storage")
                .definedBy("dev.messenger.storage..")
                .layer("notify")
                .definedBy("dev.messenger.notify..")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("metrics")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("net")
                .mayOnlyBeAccessedByLayers("main", "metrics")
                .whereLayer("dispatch")
                .mayOnlyBeAccessedByLayers("main", "metrics", "net")
                .whereLayer("delivery")
                .mayOnlyBeAccessedByLayers("main", "metrics", "net", "dispatch")
                .whereLayer("usecase")
                .mayOnlyBeAccessedByLayers("main", "metrics", "net", "dispatch", "delivery")
                .whereLayer("meter")
                .mayNotAccessAnyLayer()
                .whereLayer("protocol")
                .mayNotAccessAnyLayer()
                .whereLayer("storage")
                .mayNotAccessAnyLayer()
                .whereLayer("notify")
                .mayNotAccessAnyLayer()
                .check(HOUSE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.messenger.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void onlyNetKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.messenger.server.net..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(HOUSE);
    }

    @Test
    void onlyMetricsKnowsMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.messenger.server.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.prometheus..")
                .check(HOUSE);
    }

    @Test
    void onlyJdbcKnowsSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.messenger.storage.jdbc..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(HOUSE);
    }

    @Test
    void onlyProtocolKnowsJackson() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.messenger.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
                .check(HOUSE);
    }
}
