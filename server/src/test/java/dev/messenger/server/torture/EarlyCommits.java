package dev.messenger.server.torture;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes a liar of PostgreSQL, for a control: every COMMIT is answered at once and passed on a while
/// later, if the server still lives then. So the server acknowledges what is not committed.
///
/// It reads just enough of PostgreSQL's protocol to know a COMMIT when it sees one. What stands before it
/// in its group is passed on, and answered by PostgreSQL, first. One virtual thread pumps each way, and
/// one more hears at once that the server is gone.
final class EarlyCommits {

    /// Codes that stand where a version would in a start-up message; what they ask for is answered by
    /// one byte, and start-up begins anew.
    private static final Set<Integer> PRELUDES = Set.of(80_877_103, 80_877_104);

    private static final long DELAY_MILLIS = 200;

    /// In one group.
    private static final int MOST_STATEMENTS = 64;

    /// Longer than a statement may take.
    private static final long PATIENCE_SECONDS = 10;

    private final Socket server;
    private final Socket database;
    private final BlockingQueue<Message> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch gone = new CountDownLatch(1);
    private final Set<String> commitStatements = new HashSet<>();
    private final AtomicInteger answersToSwallow = new AtomicInteger();
    private final Semaphore executed = new Semaphore(0);
    private volatile boolean refused;
    private volatile boolean started;

    EarlyCommits(Socket server, Socket database) {
        this.server = server;
        this.database = database;
    }

    /// A message's type and what follows its length.
    private record Message(int type, byte[] body) {

        /// Stands for the end of the connection.
        static final Message LAST = new Message(-1, new byte[0]);

        static Message read(DataInputStream in) throws IOException {
            int type = in.readUnsignedByte();
            byte[] body = new byte[in.readInt() - Integer.BYTES];
            in.readFully(body);
            return new Message(type, body);
        }

        void write(DataOutputStream out) throws IOException {
            out.writeByte(type);
            out.writeInt(body.length + Integer.BYTES);
            out.write(body);
        }

        /// The zero-terminated text that begins there.
        String text(int from) {
            int end = from;
            while (body[end] != 0) {
                end++;
            }
            return new String(body, from, end - from, StandardCharsets.UTF_8);
        }
    }

    void pumpRequests() throws IOException {
        var in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
        var out = database.getOutputStream();
        start(in, out);
        Thread.ofVirtual().start(() -> receive(in));
        var group = new ByteArrayOutputStream();
        var answers = new ByteArrayOutputStream();
        int executions = 0;
        boolean commit = false;
        boolean lying = false;
        while (true) {
            Message message = nextRequest();
            if (!commit && isCommit(message)) {
                commit = true;
                lying = areExecuted(group, executions, out);
                group.reset();
            }
            message.write(new DataOutputStream(group));
            if (lying) {
                answer(message, new DataOutputStream(answers));
            }
            executions += message.type() == 'E' ? 1 : 0;
            if ("PBDE".indexOf(message.type()) >= 0) {
                continue; // up to the Sync, all is one group
            }
            if (lying) {
                answersToSwallow.incrementAndGet();
                server.getOutputStream().write(answers.toByteArray());
                if (isGoneWithin(DELAY_MILLIS)) {
                    return;
                }
            }
            out.write(group.toByteArray());
            group.reset();
            answers.reset();
            executions = 0;
            commit = false;
            lying = false;
        }
    }

    /// Until the server is gone.
    private void receive(DataInputStream in) {
        try {
            while (true) {
                requests.add(Message.read(in));
            }
        } catch (IOException closed) {
            gone.countDown();
            requests.add(Message.LAST);
        }
    }

    private Message nextRequest() throws IOException {
        try {
            Message request = requests.take();
            if (request.equals(Message.LAST)) {
                throw new EOFException("the server is gone");
            }
            return request;
        } catch (InterruptedException stopped) {
            throw new InterruptedIOException();
        }
    }

    private boolean isGoneWithin(long millis) throws IOException {
        try {
            return gone.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            throw new InterruptedIOException();
        }
    }

    /// Passes on what is to be committed.
    ///
    /// @return whether PostgreSQL has done all of it; else it does not look at the COMMIT either
    private boolean areExecuted(ByteArrayOutputStream group, int executions, OutputStream out)
            throws IOException {
        executed.drainPermits();
        refused = false;
        new Message('H', new byte[0]).write(new DataOutputStream(group)); // Flush: answer now
        out.write(group.toByteArray());
        try {
            if (!executed.tryAcquire(executions, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("PostgreSQL does not answer");
            }
        } catch (InterruptedException stopped) {
            throw new InterruptedIOException();
        }
        return !refused;
    }

    private void start(DataInputStream in, OutputStream out) throws IOException {
        boolean prelude = true;
        while (prelude) {
            int length = in.readInt();
            byte[] body = new byte[length - Integer.BYTES];
            in.readFully(body);
            int code = ByteBuffer.wrap(body).getInt();
            prelude = PRELUDES.contains(code);
            started = !prelude;
            var message = new ByteArrayOutputStream();
            var data = new DataOutputStream(message);
            data.writeInt(length);
            data.write(body);
            out.write(message.toByteArray());
        }
    }

    private boolean isCommit(Message message) {
        return switch (message.type()) {
            case 'P' -> {
                String name = message.text(0);
                // Of several statements that came in one text, each keeps the line break before it.
                boolean commits = message.text(name.length() + 1).strip().equals("COMMIT");
                if (commits) {
                    commitStatements.add(name);
                } else {
                    commitStatements.remove(name);
                }
                yield commits; // it is bound next
            }
            case 'B' -> commitStatements.contains(message.text(message.text(0).length() + 1));
            default -> false;
        };
    }

    /// What PostgreSQL would say, were this of a COMMIT.
    private static void answer(Message message, DataOutputStream out) throws IOException {
        switch (message.type()) {
            case 'P' -> new Message('1', new byte[0]).write(out);
            case 'B' -> new Message('2', new byte[0]).write(out);
            case 'D' -> new Message('n', new byte[0]).write(out);
            case 'E' -> new Message('C', "COMMIT\0".getBytes(StandardCharsets.US_ASCII)).write(out);
            case 'S' -> new Message('Z', new byte[] {'I'}).write(out);
            default -> {} // no part of a COMMIT
        }
    }

    void pumpAnswers() throws IOException {
        var in = new DataInputStream(new BufferedInputStream(database.getInputStream()));
        var out = new DataOutputStream(server.getOutputStream());
        while (!started) {
            int answer = in.read();
            if (started || answer < 0) {
                if (answer >= 0) {
                    passOn(answer, in, out);
                }
                break;
            }
            out.write(answer);
        }
        while (true) {
            passOn(in.readUnsignedByte(), in, out);
        }
    }

    private void passOn(int type, DataInputStream in, DataOutputStream out) throws IOException {
        byte[] body = new byte[in.readInt() - Integer.BYTES];
        in.readFully(body);
        if (answersToSwallow.get() > 0) {
            if (type == 'Z') {
                answersToSwallow.decrementAndGet();
            }
            return;
        }
        var message = new ByteArrayOutputStream();
        new Message(type, body).write(new DataOutputStream(message));
        out.write(message.toByteArray());
        switch (type) {
            case 'C' -> executed.release();
            case 'E' -> {
                refused = true;
                executed.release(MOST_STATEMENTS);
            }
            default -> {} // not the end of a statement
        }
    }
}
