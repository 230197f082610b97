package io.elmstream.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** Writes answers to connections. */
final class Responses {

    private Responses() {}

    /** Returns the response to a request. */
    static FullHttpResponse of(HttpMessage request, Answer answer, boolean closing) {
        boolean head = request instanceof HttpRequest asked && asked.method().equals(HttpMethod.HEAD);
        ByteBuf body = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body());
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        HttpUtil.setContentLength(response, answer.body().length);
        HttpUtil.setKeepAlive(response, !closing && HttpUtil.isKeepAlive(request));
        return response;
    }

    /** Writes an answer, and closes the connection afterwards if it is not to be kept. */
    static void write(ChannelHandlerContext context, HttpMessage request, Answer answer, boolean closing) {
        FullHttpResponse response = of(request, answer, closing);
        boolean kept = HttpUtil.isKeepAlive(response);
        var written = context.writeAndFlush(response);
        if (!kept) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
