package dev.messenger.server.siege;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The packaged server in a process of its own, on data that are thrown away, and what the kernel says
/// of it. Started and asked on the main thread; one virtual thread reads its log.
final class Besieged implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("(https?)://localhost:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// The kernel's unit of a process's time (USER_HZ, which is 100 wherever Java runs).
    private static final double TICKS_PER_SECOND = 100;

    private final Path data;
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Integer> plainPort = new CompletableFuture<>();
    private final AtomicInteger errors = new AtomicInteger();

    private Besieged(Path data, Process process) {
        this.data = data;
        this.process = process;
    }

    /// Returns when it serves.
    ///
    /// @param prefix a command to start it with, such as prlimit
    static Besieged start(List<String> prefix, String... flags) throws IOException {
        Path home = Path.of(System.getProperty("siege.home", "")).toAbsolutePath();
        Path target = home.resolve("server/target");
        Path data = Files.createTempDirectory("messenger-siege");
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + home.resolve("scripts/jvm.options"));
        command.addAll(List.of("-cp", target.resolve("messenger.jar") + ":" + target + "/lib/*"));
        command.addAll(List.of("dev.messenger.server.Main", "--host=127.0.0.1", "--port=0"));
        command.addAll(List.of("--plain-port=0", "--log-level=warn", "--data-dir=" + data));
        command.addAll(List.of(flags));
        Besieged server =
                new Besieged(data, new ProcessBuilder(command).redirectErrorStream(true).start());
        // Ctrl-C, too, leaves nothing running.
        Runtime.getRuntime().addShutdownHook(new Thread(server.process::destroy));
        Thread.ofVirtual().start(server::readAlong);
        server.port.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        server.plainPort.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return server;
    }

    private void readAlong() {
        List<String> printed = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(" ERROR ")) {
                    errors.incrementAndGet();
                    System.err.println(line);
                }
                if (!plainPort.isDone()) {
                    printed.add(line);
                }
                Matcher address = ADDRESS.matcher(line);
                while (address.find()) {
                    (address.group(1).equals("https") ? port : plainPort)
                            .complete(Integer.parseInt(address.group(2)));
                }
            }
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
        IllegalStateException ended = new IllegalStateException(String.join("\n", printed));
        port.completeExceptionally(ended);
        plainPort.completeExceptionally(ended);
    }

    int port() {
        return port.join();
    }

    int plainPort() {
        return plainPort.join();
    }

    Path certificate() {
        return data.resolve("certificate.pem");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Lines of the log that speak of a fault.
    int errors() {
        return errors.get();
    }

    /// Resident memory, in megabytes.
    long memory() {
        return status("VmRSS") / 1024;
    }

    long memoryInKilobytes() {
        return status("VmRSS");
    }

    /// The most there was since [#forgetPeak].
    long peak() {
        return status("VmHWM") / 1024;
    }

    void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc/" + process.pid() + "/clear_refs"), "5");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the process, without its database, has used of the processors, in seconds.
    double processorSeconds() {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            // The name before them may hold blanks, but ends with the last bracket.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many files and connections it has open.
    int files() {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Has it throw away what it does not use.
    void collectGarbage() throws IOException {
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(process.pid()),
                                "GC.run")
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader said = jcmd.inputReader()) {
            List<String> lines = said.lines().toList();
            if (jcmd.onExit().join().exitValue() != 0) {
                throw new IllegalStateException(String.join("\n", lines));
            }
        }
    }

    /// In kilobytes.
    private long status(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            String line = lines.filter(it -> it.startsWith(name + ":")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops it as Ctrl-C does, and throws its data away.
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> left = Files.walk(data)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
