package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.Event;
import org.junit.jupiter.api.Test;

final class HighestReceiptsTest {

    private final HighestReceipts receipts = new HighestReceipts();

    @Test
    void theFirstIsNewsAndTheSameAgainIsNot() {
        assertThat(receipts.newsOf(receipt(7, 5, 3))).contains(receipt(7, 5, 3));
        assertThat(receipts.newsOf(receipt(7, 5, 3))).isEmpty();
        assertThat(receipts.newsOf(receipt(8, 5, 3))).contains(receipt(8, 5, 3));
    }

    @Test
    void noMarkFalls() {
        receipts.newsOf(receipt(7, 5, 3));
        assertThat(receipts.newsOf(receipt(7, 4, 2))).isEmpty();
        assertThat(receipts.newsOf(receipt(7, 9, 2))).contains(receipt(7, 9, 3));
        assertThat(receipts.newsOf(receipt(7, 8, 4))).contains(receipt(7, 9, 4));
    }

    private static Event.Receipt receipt(long chatId, long delivered, long read) {
        return new Event.Receipt(chatId, 1, delivered, read);
    }
}
