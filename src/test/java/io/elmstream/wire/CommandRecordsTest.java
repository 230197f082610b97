package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.RefusalReason;
import io.elmstream.model.ModelId;
import io.elmstream.wire.ReceivedCommand.Readable;
import io.elmstream.wire.ReceivedCommand.Unreadable;
import io.elmstream.wire.avro.ModelCommand;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CommandRecordsTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final Publish PUBLISH = new Publish("r1", SHUTTLE, 3, new byte[] {1, 2, 3}, false);

    @Property
    void shouldReadAnActivationAsItWasWritten(@ForAll String requestId, @ForAll int version, @ForAll long revision) {
        // Given
        OptionalLong expected = revision < 0 ? OptionalLong.empty() : OptionalLong.of(revision);
        Activate command = new Activate(wellFormed(requestId), SHUTTLE, version, expected, OptionalLong.empty());

        // When
        ReceivedCommand received = CommandRecords.read(bytes(command));

        // Then
        assertThat(received).isEqualTo(new Readable(command));
    }

    @Test
    void shouldReadAPublicationAsItWasWritten() {
        // Given
        byte[] bytes = bytes(PUBLISH);

        // When
        ReceivedCommand received = CommandRecords.read(bytes);

        // Then
        assertThat(received).isInstanceOfSatisfying(Readable.class, readable -> {
            Publish publish = (Publish) readable.command();
            assertThat(publish.requestId()).isEqualTo("r1");
            assertThat(publish.version()).isEqualTo(3);
            assertThat(publish.artefact()).containsExactly(1, 2, 3);
        });
    }

    @Test
    void shouldNotTakeTheMemoryThatALengthAsksFor() {
        // Given: the artefact comes last, one byte of length and three of content; the length now says nearly 2 GiB
        byte[] sound = bytes(PUBLISH);
        byte[] nearlyTwoGiB = {(byte) 0xc0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        byte[] bomb = Arrays.copyOf(sound, sound.length - 4 + nearlyTwoGiB.length);
        System.arraycopy(nearlyTwoGiB, 0, bomb, sound.length - 4, nearlyTwoGiB.length);

        // When
        ReceivedCommand received = CommandRecords.read(bomb);

        // Then
        assertThat(received)
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable -> assertThat(unreadable.refusal().reason()).isEqualTo(RefusalReason.UNREADABLE));
    }

    @Property
    void shouldReadAnyDamagedCommandOrSayThatItCannot(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        byte[] bytes = bytes(
                random.nextBoolean()
                        ? PUBLISH
                        : new Activate("r1", SHUTTLE, 3, OptionalLong.of(7), OptionalLong.empty()));
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        byte[] damaged = Arrays.copyOf(bytes, bytes.length - random.nextInt(3));

        // When
        ReceivedCommand received = CommandRecords.read(damaged);

        // Then
        assertThat(received).isInstanceOfAny(Readable.class, Unreadable.class);
    }

    @Test
    void shouldSayWhatItKnowsOfACommandForAModelThatCannotBe() {
        // Given
        ModelCommand command = new ModelCommand(2, "r9", "../etc", 2, new io.elmstream.wire.avro.Activate(null, null));

        // When
        ReceivedCommand received = CommandRecords.read(ControlCodec.commands().encode(0, command));

        // Then
        assertThat(received).isInstanceOfSatisfying(Unreadable.class, unreadable -> {
            assertThat(unreadable.requestId()).contains("r9");
            assertThat(unreadable.version()).contains(2);
            assertThat(unreadable.refusal().reason()).isEqualTo(RefusalReason.BAD_MODEL_ID);
            assertThat(unreadable.refusal().message()).contains("'../etc'");
        });
    }

    private static byte[] bytes(Command command) {
        return ControlCodec.commands().encode(5, CommandRecords.command(command));
    }

    /** Half a surrogate pair has no UTF-8. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }
}
