package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathTemplateTest {

    @ParameterizedTest
    @CsvSource({
        "/a/{id}, /a/1, 1",
        "/a/{id}, /a/{id}, {id}",
        "/a/{id}/b, /a/1/b, 1",
        "/a/{id}/b, /a/b/b, b",
    })
    void aNameStandsForOneSegment(String template, String path, String value) {
        assertThat(PathTemplate.of(template).value(path)).contains(value);
        assertThat(PathTemplate.of(template).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/a/{id}, /a/",
        "/a/{id}, /a",
        "/a/{id}, /a/1/",
        "/a/{id}, /b/1",
        "/a/{id}/b, /a/b",
        "/a/{id}/b, /a//b",
        "/a/{id}/b, /a/1/2/b",
        "/a, /a/",
    })
    void anyOtherPathIsAnotherPath(String template, String path) {
        assertThat(PathTemplate.of(template).value(path)).isEmpty();
        assertThat(PathTemplate.of(template).matches(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/a/7/b, 7",
        "/a/9007199254740993/b, 9007199254740993",
        "/a/0/b, 0",
        "/a/07/b, 0",
        "/a/-7/b, 0",
        "/a/%37/b, 0",
        "/a/7.0/b, 0",
        "/a/٣/b, 0",
        "/a/99999999999999999999/b, 0",
        "/a/7, 0",
    })
    void whatCannotBeAnIdIsNobodys(String path, long id) {
        assertThat(PathTemplate.of("/a/{id}/b").id(path)).isEqualTo(id);
    }
}
