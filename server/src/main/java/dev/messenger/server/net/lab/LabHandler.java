package dev.messenger.server.net.lab;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A handler of the lab's own: in no pipeline unless somebody asked for it.
interface LabHandler extends ChannelHandler {

    /// The names of the handlers that a pipeline has without the lab, in its order.
    static List<String> othersIn(ChannelPipeline pipeline) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, ChannelHandler> entry : pipeline) {
            // The one that puts the others in is gone by the time anything passes.
            if (!(entry.getValue() instanceof LabHandler)
                    && !(entry.getValue() instanceof ChannelInitializer<?>)) {
                names.add(entry.getKey());
            }
        }
        return names;
    }
}
