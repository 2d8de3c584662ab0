package dev.messenger.server.net;

import dev.messenger.server.dispatch.Admission;
import dev.messenger.server.dispatch.Response;
import dev.messenger.server.dispatch.Router;
import io.netty.channel.Channel;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Has requests worked on by virtual threads, and brings what comes of it back to the event loop of
/// their connection.
///
/// @param workers runs each task on a thread that may block
record Work(Channel channel, Router router, Executor workers) {

    /// @param answered called on the event loop, unless that has ended
    void start(Admission admission, InputStream body, Consumer<Response> answered) {
        workers.execute(
                () -> {
                    Response answer = answer(admission, body);
                    onLoop(() -> answered.accept(answer), () -> ResponseWriter.discard(answer));
                });
    }

    /// Runs something that may block; what it has to say to the connection goes through [#onLoop].
    void run(Runnable task) {
        workers.execute(task);
    }

    /// From any thread.
    void onLoop(Runnable task) {
        onLoop(task, () -> {});
    }

    /// The answer, made on this thread: on the event loop only if the admission is prompt.
    Response answer(Admission admission, InputStream body) {
        try {
            return router.handle(admission, body);
        } catch (RuntimeException | Error e) {
            // The router does not throw; should it run out of stack, the client is answered still.
            return router.refuse(e);
        }
    }

    private void onLoop(Runnable task, Runnable ifEnded) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            ifEnded.run();
        }
    }
}
