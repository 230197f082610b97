package io.elmstream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command;
import io.elmstream.governor.CommandSignature;
import io.elmstream.governor.Governed;
import io.elmstream.governor.Governor;
import io.elmstream.governor.RefusalReason;
import io.elmstream.governor.TestKeys;
import io.elmstream.governor.TrustedKeys;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.security.KeyPair;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A governor that trusts one key. */
class SignedCommandsTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final byte[] KEY = "shuttle".getBytes(UTF_8);
    private static final KeyPair TRUSTED = TestKeys.pair(1);

    private final GovernorDriver driver =
            new GovernorDriver(new Governor(5_000, 500), new TrustedKeys(List.of(TRUSTED.getPublic())));

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldTakeWhatTheTrustedKeySigned() {
        // When
        ModelStatus published = send(publish("p1", 1));
        ModelStatus activated = send(activate("a1", 1, 0));

        // Then
        assertThat(published.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
        assertThat(activated.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
        assertThat(driver.models()).extracting(GovernorDriver.Model::key).containsExactly("shuttle/1", "shuttle");
    }

    @Test
    void shouldRefuseWhatIsNotSigned() {
        // When
        ModelStatus status = driver.send(KEY, bytes(publish("p1", 1)), new RecordHeaders());

        // Then
        assertRefused(status, RefusalReason.NOT_SIGNED);
        assertThat(status.getRequestId()).isEqualTo("p1");
        assertThat(status.getVersion()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatWasChangedAfterItWasSigned() {
        // Given
        byte[] value = bytes(publish("p1", 1));
        Headers signed = signed(TRUSTED, KEY, value);

        // When
        ModelStatus otherKey = driver.send("pump".getBytes(UTF_8), value, signed);
        ModelStatus otherValue = driver.send(KEY, bytes(publish("p1", 2)), signed);

        // Then
        assertRefused(otherKey, RefusalReason.BAD_SIGNATURE);
        assertRefused(otherValue, RefusalReason.BAD_SIGNATURE);
    }

    @Test
    void shouldRefuseWhatSomebodyElseSigned() {
        // Given
        byte[] value = bytes(publish("p1", 1));

        // When
        ModelStatus status = driver.send(KEY, value, signed(TestKeys.pair(2), KEY, value));

        // Then
        assertRefused(status, RefusalReason.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 63, 64, 1_000})
    void shouldRefuseAHeaderThatIsNoSignature(int length) {
        // Given
        Headers headers = new RecordHeaders().add(CommandSignature.HEADER, length < 0 ? null : new byte[length]);

        // When
        ModelStatus status = driver.send(KEY, bytes(publish("p1", 1)), headers);

        // Then
        assertRefused(status, length < 0 ? RefusalReason.NOT_SIGNED : RefusalReason.BAD_SIGNATURE);
    }

    @Test
    void shouldRefuseAMoveThatCouldBeSentAgainLater() {
        // Given
        send(publish("p1", 1));
        driver.models();

        // When
        ModelStatus status = send(new Activate("a1", SHUTTLE, 1, OptionalLong.empty(), OptionalLong.empty()));

        // Then
        assertRefused(status, RefusalReason.REVISION_REQUIRED);
        assertThat(status.getField()).isEqualTo("expectedRevision");
    }

    @Test
    void shouldAnswerAReplayedCommandAsBeforeAndDoNothing() {
        // Given
        publishBoth();
        ModelStatus first = send(activate("a1", 1, 0));
        send(activate("a2", 2, 1));
        driver.models();

        // When
        ModelStatus again = send(activate("a1", 1, 0));

        // Then
        assertThat(again.getOutcome()).isEqualTo(first.getOutcome());
        assertThat(again.getRevision()).isEqualTo(first.getRevision());
        assertThat(driver.models()).isEmpty();
    }

    @Test
    void shouldDoNothingForAReplayedCommandWhoseAnswerIsForgotten() {
        // Given
        publishBoth();
        send(activate("a1", 1, 0));
        send(activate("a2", 2, 1));
        for (int i = 0; i < Governed.MAX_ANSWERS; i++) {
            send(activate("conflict-" + i, 1, 0));
        }
        driver.models();

        // When
        ModelStatus moved = send(activate("a1", 1, 0));
        ModelStatus published = send(publish("p1", 1));

        // Then
        assertThat(moved.getCode()).isEqualTo(RefusalReason.CONFLICT.name());
        assertThat(moved.getChampion()).isEqualTo(2);
        assertThat(published.getOutcome()).isEqualTo(CommandOutcome.UNCHANGED);
        assertThat(driver.models()).isEmpty();
    }

    private void publishBoth() {
        send(publish("p1", 1));
        send(publish("p2", 2));
    }

    private ModelStatus send(Command command) {
        byte[] value = bytes(command);
        return driver.send(KEY, value, signed(TRUSTED, KEY, value));
    }

    private static Headers signed(KeyPair pair, byte[] key, byte[] value) {
        return new RecordHeaders().add(CommandSignature.HEADER, CommandSignature.sign(pair.getPrivate(), key, value));
    }

    private static Publish publish(String requestId, int version) {
        return new Publish(requestId, SHUTTLE, version, TestArtefacts.bytes("shuttle", version, 7), false);
    }

    private static Activate activate(String requestId, int version, long revision) {
        return new Activate(requestId, SHUTTLE, version, OptionalLong.of(revision), OptionalLong.empty());
    }

    private static byte[] bytes(Command command) {
        return ControlCodec.commands().encode(7, CommandRecords.command(command));
    }

    private void assertRefused(ModelStatus status, RefusalReason reason) {
        assertThat(status.getOutcome()).isEqualTo(CommandOutcome.REFUSED);
        assertThat(status.getCode()).isEqualTo(reason.name());
        assertThat(status.getMessage()).isNotBlank();
        assertThat(driver.models()).isEmpty();
    }
}
