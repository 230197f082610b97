package io.elmstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedModel;
import io.elmstream.kernel.Workspace;
import org.junit.jupiter.api.Test;

class ArtefactFormatTest {

    @Test
    void shouldReadBackWhatWasWritten() throws ArtefactException {
        // Given
        Elm elm = new Blobs(5, 3, 300, 7).train(33, Activation.TANH);
        Probes probes = Probes.of(elm, new float[] {1, 2, 3, 4, 5, 0, 10, 20, 30, 40});
        Artefact artefact = new Artefact(new ModelId("pump.v2"), 4, elm, probes);

        // When
        byte[] bytes = ArtefactFormat.write(artefact);
        Artefact read = ArtefactFormat.read(bytes);

        // Then
        assertThat(read).isEqualTo(artefact);
        assertThat(ArtefactFormat.write(read)).isEqualTo(bytes);
        assertThat(probes.largestDeviation(PackedModel.pack(read.elm()), ForwardPass.fastest(), new Workspace()))
                .isLessThan(1e-4);
    }
}
