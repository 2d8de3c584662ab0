package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.Operations.Cast;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Thousands of things that nobody should send, over TLS to a whole server; what must hold after each
/// is [Prober]'s to check.
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CorpusTest {

    private static final int LEAST = 2_000;

    private final Person ann;
    private final Prober prober;
    private final FieldCases fields;
    private final FrameFieldCases frames;
    private final RequestVectors requests;
    private final MultipartVectors forms;

    CorpusTest(TestServer server) throws IOException, SQLException {
        ann = server.register("Ann");
        Person bob = server.register("Bob");
        Person eve = server.register("Eve");
        ann.rest().post("/avatar_upload", ann.signed("user_id", "file", "R0lGODlhAQABAAAAACw="));
        long chat = ann.chatWith(bob);
        Cast cast = new Cast(ann.id(), ann.login(), ann.password(), bob.id(), eve.id(), chat);
        try (LiveSocket live = ann.open();
                LiveSocket bobs = bob.open()) {
            live.send(ann.message(chat, bob, "said"));
            live.next();
            bobs.next();
            bobs.send(bob.message(chat, ann, "heard"));
            bobs.next();
        }
        List<Map<String, Object>> past = ann.past(chat, 0);
        fields = new FieldCases(cast);
        frames =
                new FrameFieldCases(
                        cast,
                        Person.number(past.getLast().get("id")),
                        Person.number(past.getFirst().get("id")));
        requests = new RequestVectors(ann);
        forms = new MultipartVectors(ann);
        prober = new Prober(server, ann);
    }

    @AfterAll
    void close() throws IOException, SQLException {
        prober.close();
    }

    /// A socket that is kept while others' cases run would not answer the server's pings.
    @AfterEach
    void hangUp() throws IOException {
        prober.hangUp();
    }

    @TestFactory
    Stream<DynamicTest> everyFieldOfEveryPathAsJson() {
        return requests(fields.json());
    }

    @TestFactory
    Stream<DynamicTest> fieldsOfANewPasswordAndBounds() {
        return requests(Stream.concat(fields.password(ann.token()), fields.bounds()));
    }

    @TestFactory
    Stream<DynamicTest> everyFieldOfEveryPathAsAForm() {
        return requests(fields.forms());
    }

    @TestFactory
    Stream<DynamicTest> everyFieldOfAnUpload() {
        return requests(fields.multipart());
    }

    @TestFactory
    Stream<DynamicTest> everyFieldThatIsNotUtf8() {
        return requests(fields.notUtf8());
    }

    @TestFactory
    Stream<DynamicTest> everyFieldOfEveryFrame() {
        return frames(frames.fields());
    }

    @TestFactory
    Stream<DynamicTest> framesThatAreNoObjectsOrOfNoType() {
        return frames(
                Stream.of(frames.types(), frames.scalars(), frames.noObjects()).flatMap(it -> it));
    }

    @TestFactory
    Stream<DynamicTest> framingOfRequests() {
        return requests(requests.all());
    }

    @TestFactory
    Stream<DynamicTest> framingOfUploads() {
        return requests(forms.all());
    }

    @TestFactory
    Stream<DynamicTest> framingOfSockets() {
        return frames(SocketVectors.all());
    }

    @Test
    void thereAreThousands() {
        long requestCases =
                Stream.of(
                                fields.json(),
                                fields.forms(),
                                fields.multipart(),
                                fields.notUtf8(),
                                fields.password(ann.token()),
                                fields.bounds(),
                                requests.all(),
                                forms.all())
                        .mapToLong(Stream::count)
                        .sum();
        long frameCases =
                Stream.of(
                                frames.fields(),
                                frames.types(),
                                frames.scalars(),
                                frames.noObjects(),
                                SocketVectors.all())
                        .mapToLong(Stream::count)
                        .sum();
        assertThat(requestCases + frameCases).isGreaterThanOrEqualTo(LEAST);
    }

    private Stream<DynamicTest> requests(Stream<RequestCase> cases) {
        return cases.map(one -> DynamicTest.dynamicTest(one.name(), () -> prober.probe(one)));
    }

    private Stream<DynamicTest> frames(Stream<FrameCase> cases) {
        return cases.map(one -> DynamicTest.dynamicTest(one.name(), () -> prober.probe(one)));
    }
}
