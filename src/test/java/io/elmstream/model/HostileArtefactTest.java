package io.elmstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Abstention;
import io.elmstream.elm.Elm;
import io.elmstream.elm.LabelSets;
import io.elmstream.elm.Layers;
import io.elmstream.elm.TrainingRange;
import io.elmstream.elm.Trust;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes, reading ends with an artefact or an {@link ArtefactException}, and takes little memory. */
class HostileArtefactTest {

    private static final byte[] GOOD = TestArtefacts.bytes("pump", 1, 1);

    @Property(tries = 2000)
    void shouldNoticeEveryFlippedBit(@ForAll @IntRange(max = 1 << 20) int place) {
        // Given
        int bit = place % (8 * GOOD.length);
        byte[] bytes = GOOD.clone();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);

        // When / Then
        assertThat(faultOf(bytes)).isPresent();
    }

    @Property(tries = 300)
    void shouldNoticeEveryCut(@ForAll @IntRange(max = 1 << 20) int length) {
        assertThat(faultOf(Arrays.copyOf(GOOD, length % GOOD.length))).isPresent();
    }

    @Property(tries = 3000)
    void shouldSurviveForgedContent(
            @ForAll("files") byte[] good,
            @ForAll @IntRange(max = 1 << 20) int place,
            @ForAll @Size(min = 1, max = 4) byte[] forged)
            throws ArtefactException {
        // Given
        byte[] bytes = good.clone();
        int at = 6 + place % (good.length - 6 - Sha256.LENGTH - forged.length);
        System.arraycopy(forged, 0, bytes, at, forged.length);
        byte[] sealed = HostileBytes.sealed(bytes);

        // When
        Optional<ArtefactFault> fault = faultOf(sealed);

        // Then
        if (fault.isEmpty()) {
            assertThat(ArtefactFormat.write(ArtefactFormat.read(sealed))).isEqualTo(sealed);
        } else {
            assertThat(Set.of(ArtefactFault.MALFORMED, ArtefactFault.INVALID_MODEL))
                    .contains(fault.get());
        }
    }

    @Property(tries = 1000)
    void shouldSurviveNoise(@ForAll("files") byte[] good, @ForAll @Size(max = 200) byte[] noise) {
        // Given: noise behind a good beginning and before a good end
        byte[] bytes = Arrays.copyOf(good, 6 + noise.length + Sha256.LENGTH);
        System.arraycopy(noise, 0, bytes, 6, noise.length);

        // When / Then
        assertThat(faultOf(noise)).isPresent();
        assertThat(faultOf(HostileBytes.sealed(bytes))).isPresent();
    }

    @Provide
    Arbitrary<byte[]> files() {
        Elm elm = Layers.elm(Layers.mixed(2), 2);
        byte[] mixed = ArtefactFormat.write(new Artefact(new ModelId("pump"), 1, elm, Probes.of(elm, new float[2])));
        Trust trust = new Trust(
                Abstention.never(elm.labels().size()),
                new LabelSets(0.9, new float[elm.labels().size()]),
                new TrainingRange(new float[2], new float[] {1, 2}, 0.5f));
        byte[] trusted = ArtefactFormat.write(
                new Artefact(new ModelId("pump"), 1, elm, Probes.of(elm, new float[2]), Optional.of(trust)));
        return Arbitraries.of(GOOD, mixed, trusted);
    }

    private static Optional<ArtefactFault> faultOf(byte[] bytes) {
        try {
            ArtefactFormat.read(bytes);
            return Optional.empty();
        } catch (ArtefactException e) {
            return Optional.of(e.fault());
        }
    }
}
