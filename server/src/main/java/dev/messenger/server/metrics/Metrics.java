package dev.messenger.server.metrics;

import dev.messenger.server.dispatch.Response;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// All numbers of the server, gathered from its parts whenever somebody looks.
///
/// Opened and filled by the thread that starts the server; looked at on virtual threads.
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final JvmMeters jvm;
    private final LiveView live = new LiveView(this::snapshots, System::nanoTime);

    private Metrics(Path dataDir) {
        this.jvm = new JvmMeters(registry, dataDir);
    }

    /// @param dataDir on the disk whose room matters
    public static Metrics open(Path dataDir) {
        return new Metrics(dataDir);
    }

    /// From here on shows the part too.
    public Metrics add(Part part) {
        MultiCollector collector = () -> new MetricSnapshots(part.metrics());
        registry.getPrometheusRegistry().register(collector);
        return this;
    }

    /// All there is, in OpenMetrics for who accepts it, else in the text format of Prometheus.
    ///
    /// @param accept the header of that name
    public Response answer(Optional<String> accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept.orElse(null));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            writer.write(body, snapshots());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Response(
                200,
                List.of(new Response.Header("Content-Type", writer.getContentType())),
                new Response.Body.Bytes(body.toByteArray()),
                false);
    }

    /// The same as JSON, with rates and percentiles of the last moments: see [LiveView].
    public byte[] live() {
        return live.json();
    }

    private MetricSnapshots snapshots() {
        return registry.getPrometheusRegistry().scrape();
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }
}
