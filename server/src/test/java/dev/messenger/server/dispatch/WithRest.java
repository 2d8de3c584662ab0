package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.Rest.Answer;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A test of the REST paths: Ann and Bob have a chat, Eve has none.
abstract class WithRest {

    @TempDir Path directory;
    Rules rules;
    Rest rest;
    Caller ann;
    Caller bob;
    Caller eve;
    long chat;

    @BeforeEach
    void setUp() {
        rules = Rules.in(directory);
        rest = new Rest(rules);
        ann = rules.register("Ann");
        bob = rules.register("Bob");
        eve = rules.register("Eve");
        chat = rules.chat(ann, bob);
    }

    @AfterEach
    void tearDown() {
        rules.close();
    }

    Operations.Cast cast() {
        return new Operations.Cast(
                ann.userId(), "Ann", Rules.passwordOf("Ann"), bob.userId(), eve.userId(), chat);
    }

    /// Ann's credentials, her id under the name that the path has for it.
    Map<String, Object> ann(String idField) {
        return signed(idField, ann, "Ann");
    }

    static Map<String, Object> signed(String idField, Caller user, String name) {
        return and(
                Map.of(),
                Map.of(idField, user.userId(), "login", name, "password", Rules.passwordOf(name)));
    }

    static Map<String, Object> and(Map<String, ?> some, Map<String, ?> more) {
        Map<String, Object> both = new LinkedHashMap<>(some);
        both.putAll(more);
        return both;
    }

    Map<String, String> bearer(String name) {
        return Map.of("Authorization", "Bearer " + rules.logIn(name).token());
    }

    /// A refusal has this status and exactly these fields: `code`, `message`, and `field` if one is
    /// at fault.
    static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.text())
                .matches("\\{\"code\":\"" + code + "\",\"message\":\"[A-Z][^\"]+\\.\"}");
        assertThat(answer.status()).isEqualTo(status);
    }

    static void assertRefused(Answer answer, int status, String code, String field) {
        assertThat(answer.text())
                .matches(
                        "\\{\"code\":\"%s\",\"message\":\"[A-Z][^\"]+\\.\",\"field\":\"%s\"}"
                                .formatted(code, field));
        assertThat(answer.status()).isEqualTo(status);
    }

    static void assertAnswered(Answer answer, String json) {
        assertThat(answer.text()).isEqualTo(json);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsEntry("Content-Type", "application/json; charset=utf-8");
    }

    /// How many files there are on the disk, finished or not.
    long filesOnDisk() {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
