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

/** The events of one connection. */
final class EventStream implements WebReply.Listener {

    /** A client for which so many messages wait is closed. */
    static final int MOST_WAITING = 30;

    private final Channel channel;
    private final WebReply.Events wanted;
    private final AtomicInteger waiting = new AtomicInteger();

    private EventStream(Channel channel, WebReply.Events wanted) {
        this.channel = channel;
        this.wanted = wanted;
    }

    /** Answers a request for events, and tells of the listener. */
    static EventStream open(Channel channel, WebReply.Events wanted) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        wanted.headers().forEach((name, value) -> response.headers().set(name, value));
        HttpUtil.setTransferEncodingChunked(response, true);
        EventStream stream = new EventStream(channel, wanted);
        channel.writeAndFlush(response);
        wanted.opened().accept(stream);
        return stream;
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
