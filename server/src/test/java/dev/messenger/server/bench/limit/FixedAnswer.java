package dev.messenger.server.bench.limit;

import dev.messenger.server.net.BareServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// HTTP that answers every request with what `/healthz` answers, to the byte: a decoder that validates
/// nothing, one handler, and an encoder that copies headers which were encoded once.
public final class FixedAnswer {

    private static final byte[] BODY = "{\"status\":\"ok\"}".getBytes(StandardCharsets.US_ASCII);

    private static final HttpHeaders HEADERS =
            DefaultHttpHeadersFactory.headersFactory()
                    .newHeaders()
                    .add("content-type", "application/json; charset=utf-8")
                    .add("x-content-type-options", "nosniff")
                    .add("strict-transport-security", "max-age=31536000")
                    .add("content-length", BODY.length);

    private FixedAnswer() {}

    /// @param arguments a certificate and its key, in PEM
    public static void main(String[] arguments) throws InterruptedException {
        HttpDecoderConfig unchecked = new HttpDecoderConfig().setValidateHeaders(false);
        BareServer.serve(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                pipeline ->
                        pipeline.addLast(
                                new Encoder(), new HttpRequestDecoder(unchecked), new Answering()));
    }

    /// On the event loop.
    private static final class Encoder extends HttpResponseEncoder {

        private static final byte[] ENCODED = encoded();

        private static byte[] encoded() {
            StringBuilder lines = new StringBuilder();
            HEADERS.forEach(
                    header ->
                            lines.append(header.getKey())
                                    .append(": ")
                                    .append(header.getValue())
                                    .append("\r\n"));
            return lines.toString().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        protected void encodeHeaders(HttpHeaders headers, ByteBuf out) {
            out.writeBytes(ENCODED);
        }
    }

    /// On the event loop.
    private static final class Answering extends ChannelInboundHandlerAdapter {

        private static final ByteBuf CONTENT =
                Unpooled.unreleasableBuffer(
                        Unpooled.directBuffer(BODY.length).writeBytes(BODY).asReadOnly());

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            if (message instanceof LastHttpContent) {
                ctx.write(
                        new DefaultFullHttpResponse(
                                HttpVersion.HTTP_1_1,
                                HttpResponseStatus.OK,
                                CONTENT.duplicate(),
                                HEADERS,
                                EmptyHttpHeaders.INSTANCE),
                        ctx.voidPromise());
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
