package dev.messenger.server.dispatch;

import dev.messenger.protocol.FileType;
import java.util.Map;
import java.util.Optional;

/// What a file of ours is, by the extension of its name.
final class AssetTypes {

    private static final Map<String, String> BY_EXTENSION =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("mjs", "text/javascript; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("jsonl", "application/jsonl; charset=utf-8"),
                    Map.entry("md", "text/markdown; charset=utf-8"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("txt", "text/plain; charset=utf-8"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("woff2", "font/woff2"));

    private AssetTypes() {}

    /// @throws IllegalStateException for one whose kind no browser could be told
    static String of(String name) {
        return Optional.ofNullable(BY_EXTENSION.get(FileType.extension(name)))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "asset: " + name + " (expected: a known extension)"));
    }
}
