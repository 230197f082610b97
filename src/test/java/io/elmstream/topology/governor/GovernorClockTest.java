package io.elmstream.topology.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Governor;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GovernorClockTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final Activate ACTIVATE_ONE =
            new Activate("a1", SHUTTLE, 1, OptionalLong.empty(), OptionalLong.empty());
    private static final Activate ACTIVATE_TWO =
            new Activate("a2", SHUTTLE, 2, OptionalLong.empty(), OptionalLong.empty());

    private final GovernorDriver driver = new GovernorDriver(new Governor(5_000, 500));

    @BeforeEach
    void publish() {
        driver.send(new Publish("p1", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 7), false));
        driver.send(new Publish("p2", SHUTTLE, 2, TestArtefacts.bytes("shuttle", 2, 7), false));
        driver.send(ACTIVATE_ONE);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldNotDateAChangeBackWhereTheGovernorsClockIsBehind() {
        // Given
        Instant sent = driver.now().plus(Duration.ofHours(1));

        // When
        ModelStatus status = driver.sendAt(ACTIVATE_TWO, sent);

        // Then
        assertThat(status.getEffectiveFrom()).isEqualTo(sent.plusMillis(500));
        assertThat(status.getMessage()).contains("governor's clock is 3,600 s behind");
    }

    @Test
    void shouldSayThatAChangeComesLateWhereTheGovernorsClockIsAhead() {
        // When
        ModelStatus status = driver.sendAt(ACTIVATE_TWO, driver.now().minus(Duration.ofHours(1)));

        // Then
        assertThat(status.getEffectiveFrom()).isEqualTo(driver.now().plusMillis(500));
        assertThat(status.getMessage()).contains("3,600 s old");
    }

    @Test
    void shouldSayNothingWhereClocksAgree() {
        // When
        ModelStatus status = driver.sendAt(ACTIVATE_TWO, driver.now().minusMillis(20));

        // Then
        assertThat(status.getMessage()).doesNotContain("clock");
    }
}
