package dev.messenger.server.dispatch;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.AvatarApi;
import dev.messenger.protocol.ChatApi;
import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.FileApi;
import dev.messenger.protocol.Json;
import dev.messenger.protocol.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A fuzzer's way into the JSON reader (scripts/fuzz json): whatever the text, each record is read or
/// refused, and what is read at all is written so that it reads the same.
public final class JsonFuzz {

    private static final List<Class<?>> RECORDS =
            List.of(
                    AccountApi.Registration.class,
                    AccountApi.Login.class,
                    AccountApi.Logout.class,
                    AccountApi.Search.class,
                    AccountApi.PasswordChange.class,
                    AvatarApi.Upload.class,
                    AvatarApi.Download.class,
                    ChatApi.Creation.class,
                    ChatApi.History.class,
                    FileApi.Download.class,
                    ClientFrame.class);

    private JsonFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        RECORDS.forEach(type -> read(text, type));
        Map<?, ?> fields = read(text, Map.class);
        if (fields != null) {
            String written = new String(Json.write(fields), StandardCharsets.UTF_8);
            if (!fields.equals(Json.read(written, Map.class))) {
                throw new AssertionError("reads otherwise: " + written);
            }
        }
    }

    private static <T> @org.jspecify.annotations.Nullable T read(String text, Class<T> type) {
        try {
            return Json.read(text, type);
        } catch (Rejected refused) {
            return null;
        }
    }
}
