package io.elmstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.Test;

class BodyCollectorTest {

    private final Admission admission = new Admission(HttpCaller.SETTINGS, 2_000);

    @Test
    void shouldShareTheMemoryForBodiesOfAllConnections() {
        // Given
        EmbeddedChannel first = connection();
        EmbeddedChannel second = connection();
        first.writeInbound(request(), content(600));
        EmbeddedChannel third = connection();
        third.writeInbound(request(), content(1_000));

        // When
        HttpContent collected = content(300);
        second.writeInbound(request(), collected, content(300), content(300));

        // Then
        Refused refused = second.readInbound();
        assertThat(refused.answer().status()).isEqualTo(503);
        assertThat(refused.isLast()).isTrue();
        assertThat((Object) second.readInbound()).isNull();
        assertThat(collected.refCnt()).isZero();

        // When
        first.writeInbound(content(400), LastHttpContent.EMPTY_LAST_CONTENT);

        // Then
        FullHttpRequest complete = first.readInbound();
        assertThat(complete.content().readableBytes()).isEqualTo(1_000);
        assertThat(admission.isIdle()).isFalse();

        // When
        admission.returnBytes(1_000);
        complete.release();
        first.finishAndReleaseAll();
        second.finishAndReleaseAll();
        third.finishAndReleaseAll();

        // Then
        assertThat(admission.isIdle()).isTrue();
    }

    @Test
    void shouldGiveMemoryBackWhenAConnectionCloses() {
        // Given
        EmbeddedChannel connection = connection();
        connection.writeInbound(request(), content(600));

        // When
        connection.finishAndReleaseAll();

        // Then
        assertThat(admission.isIdle()).isTrue();
    }

    @Test
    void shouldGiveMemoryBackWhenABodyIsTooLarge() {
        // Given
        EmbeddedChannel connection = connection();

        // When
        connection.writeInbound(request(), content(600), content(300), content(200));

        // Then
        Refused refused = connection.readInbound();
        assertThat(refused.answer().status()).isEqualTo(413);
        assertThat(admission.isIdle()).isTrue();
        connection.finishAndReleaseAll();
    }

    private EmbeddedChannel connection() {
        return new EmbeddedChannel(new BodyCollector(1_000, admission), new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                // some connections close within a request
            }
        });
    }

    private static DefaultHttpRequest request() {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/v2");
    }

    private static HttpContent content(int bytes) {
        return new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[bytes]));
    }
}
