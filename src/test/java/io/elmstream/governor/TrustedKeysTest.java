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

    private static final SignatureScope SCOPE = SignatureScope.commands("elmstream", "cluster-1");

    private final KeyPair first = TestKeys.pair(1);
    private final KeyPair second = TestKeys.pair(2);
    private final TrustedKeys trusted = new TrustedKeys(SCOPE, List.of(first.getPublic(), second.getPublic()));

    @Test
    void shouldTakeEverybodysCommandsWithoutKeys() {
        // Given
        TrustedKeys nobody = Trust.EVERYBODY.operators();

        // When, then
        assertThat(nobody.refusal(Optional.empty())).isEmpty();
        assertThat(nobody.refusal(Optional.of(new byte[] {1}))).isEmpty();
        assertThat(nobody.refusal(new Activate("a", SHUTTLE, 2, OptionalLong.empty(), OptionalLong.empty())))
                .isEmpty();
    }

    @Test
    void shouldSayWhichOfTheKeysSignedAndWithWhatNumber() {
        // When
        Optional<Signer> one = trusted.signer(signed(first, SCOPE, 7), KEY, VALUE);
        Optional<Signer> other = trusted.signer(signed(second, SCOPE, 8), KEY, VALUE);

        // Then
        assertThat(one).map(Signer::number).contains(7L);
        assertThat(other).map(Signer::number).contains(8L);
        assertThat(one.orElseThrow().fingerprint())
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(other.orElseThrow().fingerprint());
        assertThat(trusted.signer(signed(TestKeys.pair(3), SCOPE, 7), KEY, VALUE))
                .isEmpty();
        assertThat(trusted.signer(signed(first, SignatureScope.commands("elmstream", "cluster-2"), 7), KEY, VALUE))
                .isEmpty();
        assertThat(trusted.signer(signed(first, SCOPE, 7), KEY, new byte[0])).isEmpty();
        assertThat(trusted.signer(Optional.empty(), KEY, VALUE)).isEmpty();
    }

    @Test
    void shouldTellWhatIsNotSignedFromWhatAnEarlierReleaseOrAStrangerSigned() {
        // When
        Optional<Refused> unsigned = trusted.refusal(Optional.empty());
        Optional<Refused> old = trusted.refusal(Optional.of(new byte[64]));
        Optional<Refused> strange = trusted.refusal(signed(TestKeys.pair(3), SCOPE, 7));

        // Then
        assertThat(unsigned).map(Refused::reason).contains(RefusalReason.NOT_SIGNED);
        assertThat(unsigned.orElseThrow().message()).contains("elmstream.signature");
        assertThat(old).map(Refused::reason).contains(RefusalReason.OLD_SIGNATURE);
        assertThat(old.orElseThrow().message()).contains("upgrade");
        assertThat(strange).map(Refused::reason).contains(RefusalReason.BAD_SIGNATURE);
        assertThat(strange.orElseThrow().message())
                .contains("not by a trusted key", "application elmstream on cluster cluster-1");
    }

    @Test
    void shouldTakeOnlyNumbersAboveTheHighest() {
        // When, then
        assertThat(new Signer("ab", 8).refusal(7)).isEmpty();
        assertThat(new Signer("ab", 7).refusal(7)).map(Refused::reason).contains(RefusalReason.BAD_NUMBER);
        assertThat(new Signer("ab", -1).refusal(7).orElseThrow().message())
                .contains("number -1", "but 7 and all below are used up");
        assertThat(new Signer("ab", Signer.MAX_NUMBER).refusal(7)).isEmpty();
        assertThat(new Signer("ab", Signer.MAX_NUMBER + 1).refusal(7))
                .as("which would use up all others")
                .map(Refused::reason)
                .contains(RefusalReason.BAD_NUMBER);
    }

    @Test
    void shouldAskForTheRevisionThatACommandIsBasedOn() {
        // Given
        Command open = new Rollback("r", SHUTTLE, 2, OptionalLong.empty());
        Command based = new Rollback("r", SHUTTLE, 2, OptionalLong.of(2));

        // When, then
        assertThat(trusted.refusal(open)).map(Refused::reason).contains(RefusalReason.REVISION_REQUIRED);
        assertThat(trusted.refusal(open)).flatMap(Refused::field).contains("expectedRevision");
        assertThat(trusted.refusal(based)).isEmpty();
        assertThat(trusted.refusal(new Retire("r", SHUTTLE, 2, OptionalLong.empty())))
                .isPresent();
        assertThat(trusted.refusal(new Retire("r", SHUTTLE, 2, OptionalLong.of(2))))
                .isEmpty();
        assertThat(trusted.refusal(new Publish("p", SHUTTLE, 2, new byte[1], false)))
                .as("which has none")
                .isEmpty();
    }

    @Test
    void shouldLetNoGateDecideOverReportsThatAnybodyCanMakeUpWhereCommandsMustBeSigned() {
        // Given
        TrustedKeys anybody = Trust.EVERYBODY.instances();
        TrustedKeys instances =
                new TrustedKeys(SignatureScope.reports("elmstream", "cluster-1"), List.of(second.getPublic()));

        // When, then
        assertThat(Trust.EVERYBODY.gatesStandStill()).isEmpty();
        assertThat(new Trust(trusted, instances).gatesStandStill()).isEmpty();
        assertThat(new Trust(trusted, anybody).gatesStandStill().orElseThrow()).contains("governor.instance.keys");
    }

    private static Optional<byte[]> signed(KeyPair pair, SignatureScope scope, long number) {
        return Optional.of(RecordSignature.sign(pair.getPrivate(), scope, number, KEY, VALUE)
                .header());
    }
}
