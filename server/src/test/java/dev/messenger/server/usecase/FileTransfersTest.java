package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.FileApi;
import dev.messenger.protocol.Reason;
import dev.messenger.storage.FileStore;
import dev.messenger.storage.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FileTransfersTest extends WithRules {

    private static final byte[] BYTES = {0, 1, 2, (byte) 0xff};
    private static final Refused FULL = new Refused(Reason.QUOTA_EXCEEDED);
    private static final Refused NO_FILE = new Refused(Reason.NOT_FOUND, "message_id");

    @Test
    void fileIsGivenToBothMembersByteForByteUnderItsName() throws IOException {
        Message message = rules.send(chat, ann, bob, "Ünï.bin", BYTES);
        for (Caller member : new Caller[] {ann, bob}) {
            FileTransfers.Opened opened = download(member, message.id());
            try (InputStream content = Channels.newInputStream(opened.content())) {
                assertThat(content.readAllBytes()).isEqualTo(BYTES);
            }
            assertThat(opened.file().name()).isEqualTo("Ünï.bin");
            assertThat(opened.file().size()).isEqualTo(BYTES.length);
        }
    }

    @Test
    void strangersAndMessagesWithoutAFileAreAnsweredAlike() {
        Message with = rules.send(chat, ann, bob, "a", BYTES);
        Message without = rules.say(chat, ann, bob, "hi");
        assertThat(refusal(() -> download(eve, with.id()))).isEqualTo(NO_FILE);
        assertThat(refusal(() -> download(ann, without.id()))).isEqualTo(NO_FILE);
        assertThat(refusal(() -> download(ann, 999))).isEqualTo(NO_FILE);
    }

    @Test
    void fileGoesWithItsMessageEvenBeforeItsRowIsGone() throws IOException {
        Message message = rules.send(chat, ann, bob, "a", BYTES);
        rules.files.drop(stored(message));
        assertThat(refusal(() -> download(bob, message.id()))).isEqualTo(NO_FILE);

        rules.write(rules.messaging.archive(bob, new ClientFrame.ArchiveMessage(message.id())));
        assertThat(refusal(() -> download(bob, message.id()))).isEqualTo(NO_FILE);
    }

    @Test
    void uploadThatBreaksOffOrIsTooLargeLeavesNothing() throws IOException {
        InputStream breaking =
                new SequenceInputStream(
                        new ByteArrayInputStream(BYTES),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("gone");
                            }

                            @Override
                            public int read(byte[] into, int from, int most) throws IOException {
                                return read();
                            }
                        });
        assertThatThrownBy(() -> rules.files.keep(breaking)).hasMessage("gone");

        var limited = new FileTransfers(rules.storage, upTo(3), Long.MAX_VALUE, () -> rules.now);
        assertThat(refusal(() -> limited.keep(new ByteArrayInputStream(BYTES))))
                .isEqualTo(new Refused(Reason.PAYLOAD_TOO_LARGE));
        assertThat(filesOnDisk()).isEmpty();
    }

    @Test
    void fileOfExactlyTheLargestSizeIsTaken() throws IOException {
        var limited = new FileTransfers(rules.storage, upTo(4), Long.MAX_VALUE, () -> rules.now);
        assertThat(limited.keep(new ByteArrayInputStream(BYTES)).size()).isEqualTo(4);
    }

    @Test
    void sweepTakesUploadsThatNobodySentForADayAndNothingElse() throws IOException {
        Message sent = rules.send(chat, ann, bob, "a", BYTES);
        rules.upload(ann, "unsent", BYTES);
        rules.now = Instant.now().plus(Duration.ofHours(23));
        rules.files.sweep();
        assertThat(filesOnDisk()).hasSize(2);

        rules.now = Instant.now().plus(Duration.ofHours(25));
        rules.files.sweep();
        assertThat(filesOnDisk()).containsExactly(stored(sent));
    }

    @Test
    void sweepTakesBytesThatNoRowNamesOnceTheyHaveSettled() throws IOException {
        Message sent = rules.send(chat, ann, bob, "a", BYTES);
        FileStore.Kept orphan = rules.files.keep(new ByteArrayInputStream(BYTES));
        rules.files.sweep();
        assertThat(filesOnDisk()).hasSize(2);

        age(stored(sent));
        age(orphan.path());
        rules.files.sweep();
        assertThat(filesOnDisk()).containsExactly(stored(sent));
    }

    @Test
    void filesOfOneUserMayHaveSoManyBytesInAll() throws IOException {
        FileTransfers files = new FileTransfers(rules.storage, rules.store, 6, () -> rules.now);
        files.add(ann, keep(files, ann), "a");

        assertThat(refusal(() -> keep(files, ann))).isEqualTo(FULL);
        assertThat(refusal(() -> files.keep(ann, InputStream.nullInputStream(), 3)))
                .isEqualTo(FULL);
        assertThat(keep(files, bob).size()).isEqualTo(4);
        assertThat(filesOnDisk()).hasSize(2);
    }

    @Test
    void whatDoesNotFitByTheTimeThatItHasComeIsNobodys() throws IOException {
        FileTransfers files = new FileTransfers(rules.storage, rules.store, 6, () -> rules.now);
        FileStore.Kept first = keep(files, ann);
        FileStore.Kept second = keep(files, ann);
        files.add(ann, first, "a");

        assertThat(refusal(() -> files.add(ann, second, "b"))).isEqualTo(FULL);
        assertThat(rules.storage.files().bytesOf(ann.userId())).isEqualTo(4);
    }

    @Test
    void deletingTheMessageMakesRoomAgain() throws IOException {
        FileTransfers files = new FileTransfers(rules.storage, rules.store, 4, () -> rules.now);
        Message message = rules.send(chat, ann, bob, "a", BYTES);
        assertThat(refusal(() -> keep(files, ann))).isEqualTo(FULL);

        rules.write(rules.messaging.archive(ann, new ClientFrame.ArchiveMessage(message.id())));

        assertThat(files.add(ann, keep(files, ann), "b").fileName()).isEqualTo("b");
    }

    private static FileStore.Kept keep(FileTransfers files, Caller owner) throws IOException {
        return files.keep(owner, new ByteArrayInputStream(BYTES), 0);
    }

    private FileTransfers.Opened download(Caller me, long messageId) {
        return rules.files.download(
                me,
                new FileApi.Download(
                        messageId, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private String stored(Message message) {
        return rules.storage.files().ofMessage(message.id(), ann.userId()).orElseThrow().path();
    }

    private void age(String path) throws IOException {
        FileTime twoHoursAgo = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
        Files.setLastModifiedTime(directory.resolve(path), twoHoursAgo);
    }

    private List<String> filesOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(directory::relativize)
                    .map(Path::toString)
                    .toList();
        }
    }

    /// The same store, for smaller files.
    private FileStore upTo(long limit) {
        return new SmallFiles(rules.store, limit);
    }
}
