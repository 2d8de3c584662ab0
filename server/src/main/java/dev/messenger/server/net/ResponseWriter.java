package dev.messenger.server.net;

import dev.messenger.server.dispatch.Response;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import io.netty.handler.stream.ChunkedNioFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/// Puts one [Response] on the wire. On the event loop.
///
/// A file goes out by `sendfile` in cleartext, and in chunks large enough for many TLS records under
/// TLS; both as fast as the client takes it and no faster, and both close the file at the end.
final class ResponseWriter {

    private static final int CHUNK = 128 * 1024;

    private static final HeadLine NOSNIFF = new HeadLine("x-content-type-options", "nosniff");
    private static final HeadLine HSTS =
            new HeadLine("strict-transport-security", "max-age=31536000");

    /// Names and values of those that are not the response's own: at most five.
    private static final int OWN = 2 * 5;

    private final Channel channel;
    private final Work work;
    private final CrossOrigin crossOrigin;
    private final boolean secure;

    /// A response on its way.
    ///
    /// @param taken counts what the client took, from any start
    record Writing(ChannelFuture done, LongSupplier taken) {}

    /// @param secure whether the pipeline has TLS in it
    ResponseWriter(Channel channel, Work work, CrossOrigin crossOrigin, boolean secure) {
        this.channel = channel;
        this.work = work;
        this.crossOrigin = crossOrigin;
        this.secure = secure;
    }

    /// Chunks are HTTP/1.1's (RFC 9112 6.1).
    boolean canSend(HttpRequest request, Response response) {
        return !(response.body() instanceof Response.Body.Pages)
                || request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    /// @param last whether the connection closes after it
    Writing write(HttpRequest request, Response response, boolean last) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(response.status());
        HttpHeaders headers = headers(request, response, last);
        if (hasNoBody(request, response)) {
            discard(response);
            return write(status, headers, Response.Body.Bytes.NONE);
        }
        return switch (response.body()) {
            case Response.Body.Bytes bytes -> write(status, headers, bytes);
            case Response.Body.Region region -> write(status, headers, region);
            case Response.Body.Pages(Iterator<byte[]> pages) -> write(status, headers, pages);
        };
    }

    /// The client may send its body (RFC 9110 15.2.1).
    void sayContinue() {
        channel.writeAndFlush(
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    /// For a response that nobody will see: closes its file.
    static void discard(Response response) {
        if (response.body() instanceof Response.Body.Region(FileChannel file, _, _)) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private HttpHeaders headers(HttpRequest request, Response response, boolean last) {
        List<Response.Header> shared = crossOrigin.headers(request);
        Lines lines = new Lines(2 * (response.headers().size() + shared.size()) + OWN);
        response.headers().forEach(lines::add);
        shared.forEach(lines::add);
        lines.add(NOSNIFF);
        if (secure) {
            lines.add(HSTS);
        }
        // RFC 9110 8.6: where there is no body by definition, no length either.
        if (response.body() instanceof Response.Body.Pages) {
            if (!request.method().equals(HttpMethod.HEAD)) {
                lines.add(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
        } else if (response.status() != 204 && response.status() != 304) {
            lines.add(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length(response.body())));
        }
        if (last) {
            lines.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            lines.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        return lines.headers();
    }

    /// The lines of a head, which are written once, in their order, and never looked up: a table of them
    /// would cost more than all else of a short answer. Not validated, because ours are constants, and
    /// [Response.Header] lets through none that could end its line.
    private static final class Lines {

        private final CharSequence[] namesAndValues;
        private int length;

        private Lines(int most) {
            namesAndValues = new CharSequence[most];
        }

        private void add(Response.Header header) {
            add(new HeadLine(header));
        }

        private void add(HeadLine line) {
            add(line.name(), line);
        }

        private void add(CharSequence name, CharSequence value) {
            namesAndValues[length++] = name;
            namesAndValues[length++] = value;
        }

        private HttpHeaders headers() {
            return new ReadOnlyHttpHeaders(false, Arrays.copyOf(namesAndValues, length));
        }
    }

    private static long length(Response.Body body) {
        return switch (body) {
            case Response.Body.Bytes(byte[] bytes) -> bytes.length;
            case Response.Body.Region(_, _, long length) -> length;
            case Response.Body.Pages _ -> Long.MAX_VALUE;
        };
    }

    private static boolean hasNoBody(HttpRequest request, Response response) {
        return request.method().equals(HttpMethod.HEAD)
                || response.status() == 204
                || response.status() == 304
                || length(response.body()) == 0;
    }

    private Writing write(
            HttpResponseStatus status, HttpHeaders headers, Response.Body.Bytes body) {
        var message =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        status,
                        Unpooled.wrappedBuffer(body.bytes()),
                        headers,
                        EmptyHttpHeaders.INSTANCE);
        return new Writing(channel.writeAndFlush(message), () -> -waiting());
    }

    private Writing write(
            HttpResponseStatus status, HttpHeaders headers, Response.Body.Region region) {
        Object file;
        LongSupplier sent;
        if (secure) {
            ChunkedNioFile chunks = chunks(region);
            Pipeline.sendChunks(channel.pipeline());
            file = chunks;
            sent = chunks::progress;
        } else {
            var whole = new DefaultFileRegion(region.file(), region.offset(), region.length());
            file = whole;
            sent = whole::transferred;
        }
        channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers));
        // A file that ends too early leaves the client with a length it will never get.
        channel.write(file).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        ChannelFuture done = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        return new Writing(done, () -> sent.getAsLong() - waiting());
    }

    private Writing write(HttpResponseStatus status, HttpHeaders headers, Iterator<byte[]> pages) {
        channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers));
        PagedBody body = new PagedBody(work, pages);
        return new Writing(body.send(), () -> body.sent() - waiting());
    }

    private static ChunkedNioFile chunks(Response.Body.Region region) {
        try {
            return new ChunkedNioFile(region.file(), region.offset(), region.length(), CHUNK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long waiting() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
