package dev.messenger.server.dispatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The pages that come with the server and what they load: every file below `web/`, by the path that it
/// is asked for.
///
/// Read once, by the thread that starts the server, and never changed. A path that is not in the table
/// does not exist, so none can lead out of it.
final class Assets {

    private static final String INDEX = "index.html";

    private final Map<String, Asset> byPath;

    private Assets(Map<String, Asset> byPath) {
        this.byPath = byPath;
    }

    /// Those of the jar, or of the folder that the classes are in.
    static Assets ofTheServer() {
        URL page = Objects.requireNonNull(Assets.class.getResource("/web/" + INDEX), "web/");
        try {
            if (!(page.openConnection() instanceof JarURLConnection inJar)) {
                return in(Objects.requireNonNull(Path.of(page.toURI()).getParent()));
            }
            Path jar = Path.of(inJar.getJarFileURL().toURI());
            try (FileSystem files = FileSystems.newFileSystem(jar)) {
                return in(files.getPath("web"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @throws IllegalStateException for a file of a kind that [AssetTypes] does not know
    static Assets in(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Map<String, Asset> byPath = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                byPath.put(path(name), Asset.of(name, Files.readAllBytes(file)));
            }
            return new Assets(byPath);
        }
    }

    Map<String, Asset> byPath() {
        return byPath;
    }

    /// `index.html` is `/`, `lab/index.html` is `/lab`; all others have their own name.
    private static String path(String name) {
        if (name.equals(INDEX)) {
            return "/";
        }
        return "/"
                + (name.endsWith("/" + INDEX)
                        ? name.substring(0, name.length() - INDEX.length() - 1)
                        : name);
    }
}
