package dev.messenger.server.bench.profile;

import dev.messenger.server.bench.contest.ManagedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import jdk.management.jfr.FlightRecorderMXBean;

/// Samples of another JVM's processor time, from [#start] to [#stop]: JEP 509, which counts what a thread
/// spends in the kernel, too.
final class Recording {

    private static final String SAMPLE = "jdk.CPUTimeSample";

    private final FlightRecorderMXBean recorder;
    private final long id;

    private Recording(FlightRecorderMXBean recorder, long id) {
        this.recorder = recorder;
        this.id = id;
    }

    static Recording start(ManagedJvm jvm) throws IOException {
        FlightRecorderMXBean recorder = jvm.flightRecorder();
        long id = recorder.newRecording();
        recorder.setRecordingSettings(
                id, Map.of(SAMPLE + "#enabled", "true", SAMPLE + "#throttle", "2ms"));
        recorder.startRecording(id);
        return new Recording(recorder, id);
    }

    /// Seconds by place, of all threads that run Java.
    Map<Place, Double> stop() throws IOException {
        recorder.stopRecording(id);
        Path file = Files.createTempFile("samples", ".jfr");
        try {
            recorder.copyTo(id, file.toString());
            return read(file);
        } finally {
            recorder.closeRecording(id);
            Files.delete(file);
        }
    }

    private static Map<Place, Double> read(Path file) throws IOException {
        Map<Place, Double> seconds = new EnumMap<>(Place.class);
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getEventType().getName().equals(SAMPLE)) {
                    seconds.merge(
                            Place.of(stack(event)),
                            event.getDuration("samplingPeriod").toNanos() / 1e9,
                            Double::sum);
                }
            }
        }
        return seconds;
    }

    /// Empty if the thread was where none can be read.
    private static List<String> stack(RecordedEvent event) {
        RecordedStackTrace trace = event.getStackTrace();
        return trace == null
                ? List.of()
                : trace.getFrames().stream()
                        .map(
                                frame ->
                                        frame.getMethod().getType().getName()
                                                + "."
                                                + frame.getMethod().getName())
                        .toList();
    }
}
