package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class KnownChatsTest {

    private final KnownChats known = new KnownChats();

    @Test
    void aChatIsRecalledAsItsCommitLeftIt() {
        ChatState chat = chat(7);
        chat.takeSeq();
        chat.post(40);
        known.remember(List.of(chat));

        ChatState recalled = Objects.requireNonNull(known.recall(7));
        assertThat(recalled.lastSeqBefore()).isEqualTo(4);
        assertThat(recalled.newestMessage()).isEqualTo(40);
        assertThat(recalled.isOpenFor(2)).isTrue();
        assertThat(recalled.changed()).isFalse();
    }

    @Test
    void whatABatchMakesOfItIsNotRememberedBeforeItIsCommitted() {
        known.remember(List.of(chat(7)));
        Objects.requireNonNull(known.recall(7)).takeSeq();

        assertThat(Objects.requireNonNull(known.recall(7)).lastSeq()).isEqualTo(3);
    }

    @Test
    void anArchivedChatAndOneThatSomebodyChangedAreForgotten() {
        ChatState archived = chat(7);
        known.remember(List.of(archived, chat(8)));
        archived.archive();
        known.remember(List.of(archived));
        known.forget(List.of(chat(8)));

        assertThat(known.recall(7)).isNull();
        assertThat(known.recall(8)).isNull();
    }

    @Test
    void ofTooManyThoseGoThatWereNotUsedForLongest() {
        known.remember(LongStream.rangeClosed(1, 50_000).mapToObj(KnownChatsTest::chat).toList());
        known.recall(1);
        known.remember(List.of(chat(50_001)));

        assertThat(known.recall(1)).isNotNull();
        assertThat(known.recall(2)).isNull();
        assertThat(known.recall(50_001)).isNotNull();
    }

    private static ChatState chat(long id) {
        return new ChatState(id, 1, 2, 3, 30, true);
    }
}
