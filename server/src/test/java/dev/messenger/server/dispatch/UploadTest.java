package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.Rest.Answer;
import dev.messenger.server.usecase.Rules;
import dev.messenger.server.usecase.SmallFiles;
import dev.messenger.storage.FileStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Forms of `/file_upload`, good and bad. Whatever is refused leaves nothing behind.
final class UploadTest extends WithRest {

    private static final byte[] BYTES = {1, 2, 3};
    private static final List<String> PARTS = List.of("user_id", "login", "password", "file");

    @Test
    void partsComeInAnyOrder() {
        List<List<String>> orders = new ArrayList<>();
        permute(new ArrayList<>(PARTS), 0, orders);
        assertThat(orders).hasSize(24);
        for (List<String> order : orders) {
            Multipart form = new Multipart();
            order.forEach(part -> add(form, part));
            assertThat(upload(form).status()).as(order.toString()).isEqualTo(200);
        }
        assertThat(filesOnDisk()).isEqualTo(24);
    }

    @Test
    void tokenStandsInForCredentialsAndAnIdBesideItMustBeItsOwners() {
        Map<String, String> bearer = bearer("Ann");
        assertThat(upload(new Multipart().file("a", BYTES), bearer).status()).isEqualTo(200);
        assertThat(
                        upload(
                                        new Multipart()
                                                .file("a", BYTES)
                                                .field("user_id", ann.userId()),
                                        bearer)
                                .status())
                .isEqualTo(200);
        assertRefused(
                upload(new Multipart().file("a", BYTES).field("user_id", bob.userId()), bearer),
                403,
                "forbidden",
                "user_id");
        assertThat(filesOnDisk()).isEqualTo(2);
    }

    @Test
    void wrongCredentialsBeforeOrBehindTheFileAre401AndLeaveNothing() {
        for (List<String> order : List.of(PARTS, PARTS.reversed())) {
            Multipart form = new Multipart();
            for (String part : order) {
                if (part.equals("password")) {
                    form.field("password", "wrong");
                } else {
                    add(form, part);
                }
            }
            assertRefused(upload(form), 401, "unauthorized");
        }
        assertRefused(
                upload(signed(), Map.of("Authorization", "Bearer wrong")), 401, "unauthorized");
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_id", "login", "password", "file"})
    void missingPartIsNamed(String missing) {
        Multipart form = new Multipart();
        PARTS.stream().filter(part -> !part.equals(missing)).forEach(part -> add(form, part));
        assertRefused(upload(form), 400, "missing_field", missing);
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "5x", "5.5", "1e3", "99999999999999999999", "\u0000"})
    void idThatIsNoNumberIsNamed(String id) {
        Multipart form = new Multipart().file("a", BYTES);
        form.field("login", "Ann").field("password", "x").field("user_id", id);
        assertRefused(upload(form), 400, "invalid_type", "user_id");
        assertNothingStored();
    }

    @Test
    void badCharactersInAFieldAreRefused() {
        Multipart nul = new Multipart().file("a", BYTES).field("user_id", 1).field("password", "x");
        assertRefused(upload(nul.field("login", "\u0000")), 400, "invalid_character", "login");
        Multipart notUtf8 = new Multipart().part("name=\"login\"", new byte[] {(byte) 0xc3});
        assertRefused(upload(notUtf8), 400, "invalid_character", "login");
        assertNothingStored();
    }

    @Test
    void fieldThatComesTwiceOrIsTooLongIsRefused() {
        assertRefused(upload(signed().field("login", "Ann")), 400, "invalid_form");
        assertRefused(upload(signed().field("x", "y".repeat(4097))), 400, "too_long", "x");
        assertNothingStored();
    }

    @Test
    void secondFileIsRefusedWhateverItsField() {
        assertRefused(upload(signed().file("b", BYTES)), 400, "invalid_value", "file");
        assertRefused(
                upload(signed().part("name=\"other\"; filename=\"b\"", BYTES)),
                400,
                "invalid_value",
                "file");
        assertNothingStored();
    }

    @Test
    void nameOfAFileHas255BytesAtMostAndNoneThatIsNothing() {
        assertThat(upload(named("é".repeat(127) + "x")).status()).isEqualTo(200);
        assertRefused(upload(named("é".repeat(128))), 400, "too_long", "file");
        assertRefused(upload(named("a\u0000.png")), 400, "invalid_character", "file");
        assertThat(filesOnDisk()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../etc/passwd", "C:\\x.png", "'; DROP TABLE files; --", "Ünï😀.txt"})
    void nameComesBackAsGivenAndLeadsNowhere(String name) {
        assertThat(upload(named(name)).json().get("file_name")).isEqualTo(name);
        assertThat(filesOnDisk()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=other",
                "multipart/form-data; boundary=%LONG%"
            })
    void formWithoutItsBoundaryIsRefused(String type) {
        assertRefused(
                rest.post(
                        "/file_upload",
                        type.replace("%LONG%", "x".repeat(7000)),
                        signed().end(),
                        Map.of()),
                400,
                "invalid_multipart");
        assertNothingStored();
    }

    @Test
    void formCutShortAnywhereIsRefusedAndLeavesNothing() {
        byte[] whole = signed().end();
        // Behind the last boundary there is nothing of worth.
        for (int length = 0; length < whole.length - 4; length += 5) {
            Answer answer = post(Arrays.copyOf(whole, length), Map.of());
            assertThat(answer.status()).as("cut at " + length).isEqualTo(400);
            assertThat(answer.json().get("code")).isIn("invalid_multipart", "missing_field");
        }
        assertNothingStored();
    }

    @Test
    void moreFieldsThanAnyFormHasAreRefused() {
        Multipart form = new Multipart();
        for (int i = 0; i < 20; i++) {
            form.field("field" + i, "x");
        }
        assertRefused(upload(form), 400, "invalid_multipart");
        Multipart headers = new Multipart().part("name=\"" + "x".repeat(5000) + "\"", BYTES);
        assertThat(upload(headers).status()).isEqualTo(413);
    }

    @Test
    void fileOverTheLimitIs413AndLeavesNothing() {
        try (Rules small = new Rules(new SmallFiles(rules.store, 2))) {
            small.register("Ann");
            rest = new Rest(small);
            Answer answer = upload(new Multipart().file("a", BYTES), bearerOf(small));
            assertRefused(answer, 413, "payload_too_large");
            assertThat(answer.close()).isTrue();
        }
        assertThat(filesOnDisk()).isZero();
    }

    @Test
    void fileOverTheQuotaIs413AndLeavesNothingWhetherItsSenderIsKnownBeforeOrBehindIt() {
        try (Rules full = new Rules(rules.store, 2)) {
            long id = full.register("Ann").userId();
            rest = new Rest(full);
            Multipart behind =
                    new Multipart()
                            .file("a", BYTES)
                            .field("user_id", id)
                            .field("login", "Ann")
                            .field("password", Rules.passwordOf("Ann"));
            Answer answer = upload(new Multipart().file("a", BYTES), bearerOf(full));
            assertRefused(answer, 413, "quota_exceeded");
            assertThat(answer.close()).isTrue();
            assertRefused(upload(behind), 413, "quota_exceeded");
        }
        assertThat(filesOnDisk()).isZero();
    }

    @Test
    void whatIsTooLongForTheQuotaIsRefusedOnceItsSenderIsKnownAndBeforeTheFileIsRead()
            throws IOException {
        try (Rules full = new Rules(rules.store, 1_000)) {
            full.register("Ann");
            rest = new Rest(full);
            byte[] form = new Multipart().file("a", new byte[200_000]).end();
            Map<String, String> headers = new HashMap<>(bearerOf(full));
            headers.put("Content-Length", "" + form.length);
            headers.put("Content-Type", Multipart.TYPE);
            InputStream body = new ByteArrayInputStream(form);
            Answer answer =
                    rest.send("POST", "/file_upload", headers, OptionalLong.of(form.length), body);
            assertThat(body.available()).isGreaterThan(150_000);
            assertRefused(answer, 413, "quota_exceeded");
        }
        assertThat(filesOnDisk()).isZero();
    }

    @Test
    void ofUploadsAtOnceOnlyAsManyAreKeptAsFitTheQuota() {
        try (Rules full = new Rules(rules.store, 150)) {
            full.register("Ann");
            rest = new Rest(full);
            Map<String, String> headers = new HashMap<>(bearerOf(full));
            headers.put("Content-Type", Multipart.TYPE);
            byte[] form = new Multipart().file("a", new byte[100]).end();
            // Each had room when it began; the second ends while the first still comes.
            InputStream first =
                    whileReading(
                            form, () -> assertThat(post(form, headers).status()).isEqualTo(200));
            assertRefused(
                    rest.send("POST", "/file_upload", headers, OptionalLong.empty(), first),
                    413,
                    "quota_exceeded");
        }
        assertThat(filesOnDisk()).isEqualTo(1);
    }

    @Test
    void diskThatTakesNoMoreIsTheServersFault() {
        try (Rules full = new Rules(new FullDisk())) {
            full.register("Ann");
            rest = new Rest(full);
            assertRefused(
                    upload(new Multipart().file("a", BYTES), bearerOf(full)),
                    507,
                    "insufficient_storage");
        }
    }

    @Test
    void strangersAreBoundedAndThoseWhoSaidWhoTheyAreAreNot() {
        byte[] stranger = new Multipart().file("a", new byte[100]).end();
        byte[] known = signed().end();
        // While its body is read, an upload of a stranger's takes one of the two places there are.
        InputStream third =
                whileReading(stranger, () -> assertRefused(post(stranger), 503, "overloaded"));
        InputStream second = whileReading(stranger, () -> send(third));
        InputStream first =
                whileReading(
                        stranger,
                        () -> {
                            send(second);
                            assertThat(post(known).status()).isEqualTo(200);
                        });
        assertRefused(send(first), 400, "missing_field", "user_id");
    }

    private static void permute(List<String> parts, int from, List<List<String>> orders) {
        if (from == parts.size()) {
            orders.add(List.copyOf(parts));
        }
        for (int i = from; i < parts.size(); i++) {
            Collections.swap(parts, from, i);
            permute(parts, from + 1, orders);
            Collections.swap(parts, from, i);
        }
    }

    private void add(Multipart form, String part) {
        switch (part) {
            case "user_id" -> form.field("user_id", ann.userId());
            case "login" -> form.field("login", "Ann");
            case "password" -> form.field("password", Rules.passwordOf("Ann"));
            default -> form.file("a.png", BYTES);
        }
    }

    private Multipart signed() {
        Multipart form = new Multipart();
        PARTS.forEach(part -> add(form, part));
        return form;
    }

    private Multipart named(String name) {
        Multipart form = new Multipart();
        PARTS.subList(0, 3).forEach(part -> add(form, part));
        return form.file(name, BYTES);
    }

    private static Map<String, String> bearerOf(Rules rules) {
        return Map.of("Authorization", "Bearer " + rules.logIn("Ann").token());
    }

    private Answer upload(Multipart form) {
        return upload(form, Map.of());
    }

    private Answer upload(Multipart form, Map<String, String> headers) {
        return post(form.end(), headers);
    }

    private Answer post(byte[] body) {
        return post(body, Map.of());
    }

    private Answer post(byte[] body, Map<String, String> headers) {
        return rest.post("/file_upload", Multipart.TYPE, body, headers);
    }

    private Answer send(InputStream body) {
        return rest.send(
                "POST",
                "/file_upload",
                Map.of("Content-Type", Multipart.TYPE),
                OptionalLong.empty(),
                body);
    }

    /// The body, and something that is done when its reader comes to the file's content.
    private static InputStream whileReading(byte[] body, Runnable action) {
        return new ByteArrayInputStream(body) {
            private boolean done;

            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                // A few bytes at a time, so that the part's head is read before its content.
                int read = super.read(into, offset, Math.min(length, 8));
                if (read < 0 || pos < body.length - 60 || done) {
                    return read;
                }
                done = true;
                action.run();
                return read;
            }
        };
    }

    private void assertNothingStored() {
        assertThat(filesOnDisk()).isZero();
        assertThat(rules.storage.dump()).endsWith("{}");
    }

    private record FullDisk() implements FileStore {
        @Override
        public Kept keep(InputStream bytes, long limit) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public FileChannel open(String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Stream<String> settled() {
            throw new UnsupportedOperationException();
        }
    }
}
