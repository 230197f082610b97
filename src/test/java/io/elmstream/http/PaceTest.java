package io.elmstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void start() {
        channel.freezeTime();
        channel.pipeline().addLast(new Pace());
        channel.pipeline().fireChannelActive();
    }

    @AfterEach
    void finish() {
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldCloseAConnectionWithoutACompleteRequest() {
        // When
        pass(Pace.SECONDS);

        // Then
        assertThat(channel.isOpen()).isTrue();

        // When
        channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[100])));
        pass(10);

        // Then
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldGiveALargeBodyTheTimeItTakes() {
        // Given
        channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[100 * Pace.SPEED])));

        // When
        pass(Pace.SECONDS + 100);

        // Then
        assertThat(channel.isOpen()).isTrue();

        // When
        pass(10);

        // Then
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldWaitForTheAnswerAndGiveTheNextRequestItsOwnTime() {
        // Given
        pass(Pace.SECONDS);
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);

        // When
        pass(10 * Pace.SECONDS);
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        pass(Pace.SECONDS);

        // Then
        assertThat(channel.isOpen()).isTrue();

        // When
        pass(10);

        // Then
        assertThat(channel.isOpen()).isFalse();
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i += 10) {
            channel.advanceTimeBy(10, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }
}
