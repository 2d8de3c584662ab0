package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a file is shown as, by the extension of its name alone, whatever its case.
public enum FileType {
    IMAGE,
    VIDEO,
    MUSIC,
    OTHER;

    private static final Map<FileType, Set<String>> EXTENSIONS =
            Map.of(
                    IMAGE, Set.of("png", "jpg", "jpeg", "gif", "bmp", "svg"),
                    VIDEO, Set.of("mp4", "avi", "mov", "mkv", "flv", "wmv"),
                    MUSIC, Set.of("mp3", "wav", "aac", "flac", "ogg"));

    public static FileType ofName(String fileName) {
        String extension = extension(fileName);
        for (FileType type : values()) {
            if (EXTENSIONS.getOrDefault(type, Set.of()).contains(extension)) {
                return type;
            }
        }
        return OTHER;
    }

    /// What follows the last dot, in lower case; empty if there is none.
    public static String extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
