package io.elmstream.topology.governor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.Retire;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.GovernedState;
import io.elmstream.governor.Governor;
import io.elmstream.governor.RecordSignature;
import io.elmstream.governor.RefusalReason;
import io.elmstream.governor.SignatureScope;
import io.elmstream.governor.Signer;
import io.elmstream.governor.TestKeys;
import io.elmstream.governor.Trust;
import io.elmstream.governor.TrustedKeys;
import io.elmstream.governor.Upload;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.util.ArrayList;
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
    private static final SignatureScope SCOPE = SignatureScope.commands(GovernorDriver.APPLICATION, "cluster");
    private static final TrustedKeys OPERATORS = new TrustedKeys(SCOPE, List.of(TRUSTED.getPublic()));

    private final GovernorDriver driver =
            new GovernorDriver(new Governor(5_000, 500), new Trust(OPERATORS, Trust.EVERYBODY.instances()));
    private long number = driver.now().toEpochMilli() * 1_000;

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
        Headers signed = signed(TRUSTED, SCOPE, ++number, KEY, value);

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
        ModelStatus status = driver.send(KEY, value, signed(TestKeys.pair(2), SCOPE, ++number, KEY, value));

        // Then
        assertRefused(status, RefusalReason.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 63, 64, 73, 1_000})
    void shouldRefuseAHeaderThatIsNoSignature(int length) {
        // Given
        Headers headers = new RecordHeaders().add(RecordSignature.HEADER, length < 0 ? null : new byte[length]);

        // When
        ModelStatus status = driver.send(KEY, bytes(publish("p1", 1)), headers);

        // Then
        assertRefused(
                status,
                switch (length) {
                    case -1 -> RefusalReason.NOT_SIGNED;
                    case 64 -> RefusalReason.OLD_SIGNATURE;
                    default -> RefusalReason.BAD_SIGNATURE;
                });
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
    void shouldTakeNoCommandTwice() {
        // Given
        publishBoth();
        Signed first = signed(activate("a1", 1, 0));
        send(first);
        send(activate("a2", 2, 1));
        driver.models();

        // When
        ModelStatus again = send(first);

        // Then
        assertRefused(again, RefusalReason.BAD_NUMBER);
        assertThat(again.getRequestId()).isEqualTo("a1");
    }

    @Test
    void shouldRefuseAnActivationThatWasRefusedBeforeItsModelWasPublished() {
        // Given
        Signed early = signed(activate("a1", 1, 0));
        assertThat(send(early).getCode()).isEqualTo(RefusalReason.UNKNOWN_MODEL.name());
        send(publish("p1", 1));
        driver.models();

        // When
        ModelStatus again = send(early);

        // Then
        assertRefused(again, RefusalReason.BAD_NUMBER);
    }

    @Test
    void shouldRefuseARetirementThatWasRefusedBeforeARollbackAndManyAnswers() {
        // Given
        publishBoth();
        send(activate("a1", 1, 0));
        send(activate("a2", 2, 1));
        Signed early = signed(new Retire("r", SHUTTLE, 2, OptionalLong.of(2)));
        assertThat(send(early).getCode()).isEqualTo(RefusalReason.STILL_NAMED.name());
        send(new Rollback("b", SHUTTLE, 2, OptionalLong.of(2)));
        for (int i = 0; i < GovernedState.MAX_ANSWERS; i++) {
            send(activate("conflict-" + i, 1, 0));
        }
        driver.models();

        // When
        ModelStatus again = send(early);
        ModelStatus anew = send(new Retire("r", SHUTTLE, 2, OptionalLong.of(2)));

        // Then
        assertRefused(again, RefusalReason.BAD_NUMBER);
        assertRefused(anew, RefusalReason.CONFLICT);
    }

    @Test
    void shouldRefuseAPartThatComesBackAfterItsUploadWasForgotten() {
        // Given
        byte[] bytes = TestArtefacts.bytes("shuttle", 1, 7);
        String digest = ArtefactFormat.digest(bytes);
        Signed part = signed(new UploadPart("u", SHUTTLE, 1, digest, 0, digest, bytes));
        assertThat(send(part).getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
        driver.advance(Upload.PATIENCE + 1);

        // When
        ModelStatus again = send(part);

        // Then
        assertRefused(again, RefusalReason.BAD_NUMBER);
        assertThat(uploaded()).isZero();
    }

    @Test
    void shouldGiveNoRoomToPartsThatNobodySigned() {
        // Given
        byte[] bytes = TestArtefacts.bytes("shuttle", 1, 7);
        String digest = ArtefactFormat.digest(bytes);

        // When
        ModelStatus status =
                driver.send(KEY, bytes(new UploadPart("u", SHUTTLE, 1, digest, 0, digest, bytes)), new RecordHeaders());

        // Then
        assertRefused(status, RefusalReason.NOT_SIGNED);
        assertThat(uploaded()).isZero();
    }

    @Test
    void shouldRefuseWhatWasSignedForAnotherClusterOrApplication() {
        // Given
        byte[] value = bytes(publish("p1", 1));

        // When, then
        for (SignatureScope elsewhere : List.of(
                SignatureScope.commands(GovernorDriver.APPLICATION, "another"),
                SignatureScope.commands("another", "cluster"),
                SignatureScope.reports(GovernorDriver.APPLICATION, "cluster"))) {
            assertRefused(
                    driver.send(KEY, value, signed(TRUSTED, elsewhere, ++number, KEY, value)),
                    RefusalReason.BAD_SIGNATURE);
        }
    }

    @Test
    void shouldSayInTheAnswerWhichNumberIsTheHighest() {
        // Given
        Signed late = signed(publish("p1", 1));
        send(publish("p2", 2));
        long highest = number;

        // When
        ModelStatus refused = send(late);

        // Then
        assertThat(refused.getMessage()).contains("but " + highest + " and all below are used up");
        assertThat(ByteBuffer.wrap(driver.answerHeaders()
                                .lastHeader(Signer.HIGHEST_HEADER)
                                .value())
                        .getLong())
                .isEqualTo(highest);
        assertThat(send(publish("p1", 1)).getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
    }

    @Test
    void shouldUseUpTheNumberOfWhatCannotBeRead() {
        // Given
        byte[] nonsense = {1, 2, 3};
        Headers headers = signed(TRUSTED, SCOPE, ++number, KEY, nonsense);

        // When
        ModelStatus status = driver.send(KEY, nonsense, headers);

        // Then
        assertRefused(status, RefusalReason.UNREADABLE);
        assertThat(ByteBuffer.wrap(driver.answerHeaders()
                                .lastHeader(Signer.HIGHEST_HEADER)
                                .value())
                        .getLong())
                .isEqualTo(number);
    }

    /** As it does when its changelog is lost: what was signed before may have been taken then. */
    @Test
    void shouldTakeNothingThatWasSignedBeforeItsStoreBegan() {
        // Given
        number -= 1_000;

        // When
        ModelStatus before = send(publish("p1", 1));

        // Then
        assertRefused(before, RefusalReason.BAD_NUMBER);
        number += 2_000;
        assertThat(send(publish("p1", 1)).getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
    }

    @Test
    void shouldRefuseRatherThanStopWhenItsStoreCannotBeRead() {
        // Given
        send(publish("p1", 1));
        driver.models();
        List<String> numbers = new ArrayList<>();
        try (var stored = driver.store().range("/number/", "/number0")) {
            stored.forEachRemaining(entry -> numbers.add(entry.key));
        }

        // When
        numbers.forEach(key -> driver.store().put(key, new byte[] {9}));

        // Then
        assertThat(numbers).hasSize(2).contains("/number/floor");
        assertRefused(send(publish("p2", 2)), RefusalReason.NOT_JUDGED);
    }

    private int uploaded() {
        int parts = 0;
        try (var stored = driver.store().range("/upload/", "/upload0")) {
            while (stored.hasNext()) {
                stored.next();
                parts++;
            }
        }
        return parts;
    }

    private void publishBoth() {
        send(publish("p1", 1));
        send(publish("p2", 2));
    }

    private ModelStatus send(Command command) {
        return send(signed(command));
    }

    private ModelStatus send(Signed signed) {
        return driver.send(KEY, signed.value(), signed.headers());
    }

    private Signed signed(Command command) {
        byte[] value = bytes(command);
        return new Signed(value, signed(TRUSTED, SCOPE, ++number, KEY, value));
    }

    /** A command as it stands on the topic, to be sent again. */
    private record Signed(byte[] value, Headers headers) {}

    private static Headers signed(KeyPair pair, SignatureScope scope, long number, byte[] key, byte[] value) {
        return new RecordHeaders()
                .add(
                        RecordSignature.HEADER,
                        RecordSignature.sign(pair.getPrivate(), scope, number, key, value)
                                .header());
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
