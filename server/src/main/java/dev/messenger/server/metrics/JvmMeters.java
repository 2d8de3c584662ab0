package dev.messenger.server.metrics;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/// The JVM, its process, and the disk below it, as Micrometer knows them.
final class JvmMeters implements AutoCloseable {

    private final JvmGcMetrics collections = new JvmGcMetrics();

    /// @param dataDir on the disk whose room matters
    JvmMeters(MeterRegistry registry, Path dataDir) {
        collections.bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        allocations(registry);
        new DiskSpaceMetrics(dataDir.toFile()).bindTo(registry);
    }

    /// What all threads have allocated, exactly: divided by the messages meanwhile, what one costs.
    private static void allocations(MeterRegistry registry) {
        if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads) {
            FunctionCounter.builder(
                            "jvm.allocated",
                            threads,
                            it -> (double) it.getTotalThreadAllocatedBytes())
                    .baseUnit(BaseUnits.BYTES)
                    .description("Bytes that all threads have allocated since the start.")
                    .register(registry);
        }
    }

    /// Listens to the collectors no longer.
    @Override
    public void close() {
        collections.close();
    }
}
