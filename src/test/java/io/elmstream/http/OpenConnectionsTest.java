package io.elmstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

    private final OpenConnections connections = new OpenConnections(3, 1_000);
    private final EmbeddedChannel first = new EmbeddedChannel();
    private final EmbeddedChannel second = new EmbeddedChannel();
    private final EmbeddedChannel third = new EmbeddedChannel();
    private final EmbeddedChannel fourth = new EmbeddedChannel();

    @Test
    void shouldCloseWhoWaitsForTheLongestTimeBeforeWhoReads() {
        // Given
        connections.add(first);
        connections.answering(first);
        connections.sending(first, 10);
        connections.add(second);
        connections.add(third);

        // When
        boolean hasPlace = connections.add(fourth);

        // Then
        assertThat(hasPlace).isTrue();
        assertThat(second.isOpen()).isFalse();
        assertThat(first.isOpen()).isTrue();
        assertThat(third.isOpen()).isTrue();
    }

    @Test
    void shouldCloseWhoReadsForTheLongestTimeWhereNobodyWaits() {
        // Given: the second gets events
        connections.add(first);
        connections.add(second);
        connections.add(third);
        for (EmbeddedChannel each : new EmbeddedChannel[] {third, first, second}) {
            connections.answering(each);
        }
        connections.sending(third, 10);
        connections.sending(first, 10);

        // When, then
        assertThat(connections.add(fourth)).isTrue();
        assertThat(third.isOpen()).isFalse();
        connections.answering(fourth);
        assertThat(connections.add(third)).isTrue();
        assertThat(first.isOpen()).isFalse();
        connections.answering(third);
        assertThat(connections.add(first)).isFalse();
        assertThat(second.isOpen()).isTrue();
    }

    @Test
    void shouldBoundTheBytesThatAreRead() {
        // Given
        connections.add(first);
        connections.add(second);
        connections.add(third);
        connections.sending(first, 600);
        connections.answered(first);
        connections.sending(first, 600);

        // When
        connections.sending(second, 500);

        // Then
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();

        // When: one alone may be larger
        connections.sending(third, 5_000);

        // Then
        assertThat(second.isOpen()).isFalse();
        assertThat(third.isOpen()).isTrue();
    }
}
