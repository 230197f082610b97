package io.elmstream.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of one connection. */
final class EventStream implements WebReply.Listener {

    /** A client for which so many messages wait is closed. */
    static final int MOST_WAITING = 30;

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final Channel channel;
    private final WebReply.Events wanted;
    private final AtomicInteger waiting = new AtomicInteger();

    EventStream(Channel channel, WebReply.Events wanted) {
        this.channel = channel;
        this.wanted = wanted;
    }

    /** Answers the request for events, and tells of the listener. */
    void open() {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        wanted.headers().forEach((name, value) -> response.headers().set(name, value));
        HttpUtil.setTransferEncodingChunked(response, true);
        channel.writeAndFlush(response);
        try {
            wanted.opened().accept(this);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warn("cannot send events", e);
            channel.close();
        }
    }

    @Override
    public boolean send(byte[] bytes) {
        if (!channel.isActive()) {
            return false;
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            channel.close();
            return false;
        }
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)))
                .addListener(sent -> waiting.decrementAndGet())
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        return true;
    }

    @Override
    public void close() {
        channel.close();
    }

    /** The connection is closed. */
    void closed() {
        wanted.closed().accept(this);
    }
}
