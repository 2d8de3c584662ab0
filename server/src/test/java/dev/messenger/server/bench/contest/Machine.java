package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// What it was measured on, and with what.
public record Machine(Map<String, String> facts) {

    public static Machine of(Stage stage) throws IOException {
        Server server = stage.server();
        FileStore disk = Files.getFileStore(stage.directory());
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "processor",
                "%s, %d cores"
                        .formatted(
                                line("/proc/cpuinfo", "model name"),
                                Runtime.getRuntime().availableProcessors()));
        facts.put("memory", line("/proc/meminfo", "MemTotal"));
        facts.put("kernel", "Linux " + System.getProperty("os.version"));
        facts.put("disk", disk.name() + ", " + disk.type());
        facts.put("load before", Files.readString(Path.of("/proc/loadavg")).strip());
        facts.put(
                "Java",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("its flags", String.join(" ", stage.installation().flags()));
        facts.put("server's flags", String.join(" ", Server.FLAGS) + " (all limits are off)");
        facts.put("PostgreSQL", server.setting("server_version") + ", the server's own");
        for (String name : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            facts.put(name, server.setting(name));
        }
        facts.put(
                "layout",
                "nothing is pinned: server, database, generator and limits share the cores");
        return new Machine(facts);
    }

    private static String line(String file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
