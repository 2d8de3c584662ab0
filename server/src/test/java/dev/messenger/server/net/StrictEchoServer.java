package dev.messenger.server.net;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.util.List;

/// [EchoServer] with the limits that the server itself has: 64 KiB and 128 fragments a message, text
/// only. Autobahn's fuzzing client must meet 1009 and 1003 there (scripts/conformance).
public final class StrictEchoServer {

    private StrictEchoServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        EchoServer.serve(Integer.parseInt(arguments[0]), StrictEchoServer::strict);
    }

    private static List<ChannelHandler> strict(OpenSockets sockets, OpenSocket socket) {
        return List.of(
                WebSocketUpgrade.frameDecoder(TextMessage.LARGEST),
                new WebSocket13FrameEncoder(false),
                new FrameHandler(
                        sockets,
                        socket,
                        new TextMessage(TextMessage.LARGEST, TextMessage.MOST_FRAGMENTS),
                        text -> EchoServer.echo(socket, text)));
    }
}
