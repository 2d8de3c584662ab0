package dev.messenger.server.bench.sockets;

/// Something that clients do to a server again and again, and that is answered. All on the client's
/// event loop.
interface Load {

    /// Does it once; or, if whoever would do it has as many unanswered as a client may have, not.
    ///
    /// @param due by [System#nanoTime]: what it took is counted from there
    void send(long due);

    /// Has everyone keep so many unanswered, and do the next as soon as one is answered; 0: no more.
    void keep(int unanswered);

    /// What happens is counted there from now on.
    void countIn(Score score);
}
