package io.elmstream.http;

import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Creates the threads of connections. */
final class EventLoops {

    static {
        // later versions of the JDK warn of a method that Netty would use otherwise
        if (Runtime.version().feature() >= 24 && System.getProperty("io.netty.noUnsafe") == null) {
            System.setProperty("io.netty.noUnsafe", "true");
        }
    }

    private EventLoops() {}

    static NioEventLoopGroup named(String name, int threads) {
        return new NioEventLoopGroup(threads, new DefaultThreadFactory(name, true));
    }
}
