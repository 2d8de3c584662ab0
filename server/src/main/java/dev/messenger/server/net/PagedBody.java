package dev.messenger.server.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A body that is made page by page, in chunks (RFC 9112 7.1). On the event loop, but for the making.
///
/// ```
/// virtual thread: make a page --> event loop: write it --> the socket took all of it --+
///        ^                                                                            |
///        +----------------------------------------------------------------------------+
/// ```
/// So there is one page at a time, however slowly the client reads. One that fails to be made leaves
/// the last chunk unsent, and the connection to be closed: the client knows that something is missing.
final class PagedBody {

    private static final Logger LOG = LoggerFactory.getLogger(PagedBody.class);

    /// What a page counts for that the client took: enough to be no slow reader while the next is made.
    private static final long TAKEN = 1 << 20;

    private final Work work;
    private final Channel channel;
    private final Iterator<byte[]> pages;
    private final ChannelPromise done;
    private long sent;

    PagedBody(Work work, Iterator<byte[]> pages) {
        this.work = work;
        this.channel = work.channel();
        this.pages = pages;
        this.done = channel.newPromise();
    }

    /// Begins; the head is written, but not flushed.
    ///
    /// @return fails if the body is not whole
    ChannelFuture send() {
        make();
        return done;
    }

    /// Bytes handed to the channel, and a measure more for each page that the client took.
    long sent() {
        return sent;
    }

    private void make() {
        work.run(
                () -> {
                    try {
                        if (pages.hasNext()) {
                            byte[] page = pages.next();
                            work.onLoop(() -> write(page));
                        } else {
                            work.onLoop(this::end);
                        }
                    } catch (RuntimeException | Error fault) {
                        work.onLoop(() -> cut(fault));
                    }
                });
    }

    private void write(byte[] page) {
        if (page.length == 0) {
            // As a chunk, it would be the last.
            make();
            return;
        }
        sent += page.length;
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(page)))
                .addListener(
                        written -> {
                            if (written.isSuccess()) {
                                sent += TAKEN;
                                make();
                            } else {
                                done.tryFailure(written.cause());
                            }
                        });
    }

    private void end() {
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, done);
    }

    private void cut(Throwable fault) {
        LOG.error("event=answer_cut channel={}", channel.id().asShortText(), fault);
        done.tryFailure(fault);
    }
}
