package io.elmstream.governor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.Retire;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.ModelId;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrustedKeysTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final byte[] KEY = "shuttle".getBytes(UTF_8);
    private static final byte[] VALUE = "activate version 2".getBytes(UTF_8);

    private final KeyPair first = TestKeys.pair(1);
    private final KeyPair second = TestKeys.pair(2);
    private final TrustedKeys trusted = new TrustedKeys(List.of(first.getPublic(), second.getPublic()));

    @Test
    void shouldTakeEverybodysCommandsWithoutKeys() {
        // Given
        TrustedKeys nobody = TrustedKeys.EVERYBODY;

        // When, then
        assertThat(nobody.refusal(Optional.empty(), KEY, VALUE)).isEmpty();
        assertThat(nobody.refusal(Optional.of(new byte[] {1}), KEY, VALUE)).isEmpty();
        assertThat(nobody.refusal(new Activate("a", SHUTTLE, 2, OptionalLong.empty(), OptionalLong.empty()))).isEmpty();
    }

    @Test
    void shouldTakeWhatAnyOfTheKeysSigned() {
        // When, then
        assertThat(trusted.refusal(signed(first, VALUE), KEY, VALUE)).isEmpty();
        assertThat(trusted.refusal(signed(second, VALUE), KEY, VALUE)).isEmpty();
    }

    @Test
    void shouldTellWhatIsNotSignedFromWhatIsSignedByOthers() {
        // When
        Optional<Refused> unsigned = trusted.refusal(Optional.empty(), KEY, VALUE);
        Optional<Refused> strange = trusted.refusal(signed(TestKeys.pair(3), VALUE), KEY, VALUE);
        Optional<Refused> other = trusted.refusal(signed(first, "activate version 1".getBytes(UTF_8)), KEY, VALUE);

        // Then
        assertThat(unsigned).map(Refused::reason).contains(RefusalReason.NOT_SIGNED);
        assertThat(unsigned.orElseThrow().message()).contains("elmstream.signature");
        assertThat(strange).map(Refused::reason).contains(RefusalReason.BAD_SIGNATURE);
        assertThat(strange.orElseThrow().message()).contains("no trusted key");
        assertThat(other).map(Refused::reason).contains(RefusalReason.BAD_SIGNATURE);
    }

    @Test
    void shouldAskMovesForTheRevisionThatTheyAreBasedOn() {
        // Given
        Command open = new Rollback("r", SHUTTLE, 2, OptionalLong.empty());
        Command based = new Rollback("r", SHUTTLE, 2, OptionalLong.of(2));

        // When, then
        assertThat(trusted.refusal(open)).map(Refused::reason).contains(RefusalReason.REVISION_REQUIRED);
        assertThat(trusted.refusal(open)).flatMap(Refused::field).contains("expectedRevision");
        assertThat(trusted.refusal(based)).isEmpty();
    }

    @Test
    void shouldAskNoRevisionOfWhatCanHappenOnlyOnce() {
        // When, then
        assertThat(trusted.refusal(new Publish("p", SHUTTLE, 2, new byte[1], false))).isEmpty();
        assertThat(trusted.refusal(new Retire("r", SHUTTLE, 2))).isEmpty();
    }

    private static Optional<byte[]> signed(KeyPair pair, byte[] value) {
        return Optional.of(CommandSignature.sign(pair.getPrivate(), KEY, value));
    }
}
