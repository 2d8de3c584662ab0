package dev.messenger.server.dispatch;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Json;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.server.usecase.Rules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/// A fuzzer's way into the frame dispatcher (scripts/fuzz frames): whatever a signed-in user sends is
/// handled or refused, over a storage in memory.
///
/// An input is the text of one frame. The users have the ids 1 and 2, their chat 1, its messages 1, 2.
public final class FrameFuzz {

    /// Then all begins anew, or what was sent would fill the memory.
    private static final int ROUND = 5_000;

    private static World world = new World();
    private static int inputs;

    private FrameFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (++inputs % ROUND == 0) {
            world.rules.close();
            world = new World();
        }
        try {
            world.handle(new String(input, StandardCharsets.UTF_8));
        } catch (Rejected refused) {
            // As it should be.
        }
    }

    private static final class World {

        private final Rules rules;
        private final Frames frames;
        private final Caller ann;

        World() {
            try {
                rules = Rules.in(Files.createTempDirectory("messenger-fuzz"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            frames = new Frames(rules.messaging, rules.chats);
            ann = rules.register("Ann");
            Caller bob = rules.register("Bob");
            long chat = rules.chat(ann, bob);
            rules.say(chat, ann, bob, "said");
            rules.say(chat, bob, ann, "heard");
        }

        void handle(String text) {
            Outcome outcome = frames.handle(ann, Json.read(text, ClientFrame.class));
            switch (outcome) {
                case Outcome.Answer(var answer) -> Json.write(answer);
                case Outcome.Deliver(_, var legacy, var events) -> {
                    legacy.forEach(Json::write);
                    events.forEach(Json::write);
                }
                case Outcome.Mark mark -> Json.write(mark.marks());
                case Outcome.Write write -> rules.write(write);
            }
        }
    }
}
