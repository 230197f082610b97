package io.elmstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Classifier;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Workspace;
import io.elmstream.support.TableFeatures;
import io.elmstream.tables.CsvFile;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Artefacts of earlier versions load for ever and score as they did. Never make these files anew. */
class StoredArtefactTest {

    private static final Path FOLDER = Path.of("src/test/resources/models");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "elm-v1-seeded",
                "elm-v1-explicit",
                "elm-v2-mixed",
                "elm-v3-pair",
                "elm-v4-rounded",
                "elm-v5-rounded-pair",
                "elm-v6-trusted",
                "elm-v7-profiled"
            })
    void shouldLoadAndScoreAsItDid(String name) throws IOException, ArtefactException {
        // Given
        byte[] bytes = Files.readAllBytes(FOLDER.resolve(name + ".elm"));
        Table scores = Table.of(CsvFile.of(FOLDER.resolve(name + ".csv")));

        // When
        Artefact artefact = ArtefactFormat.read(bytes);

        // Then
        Classifier elm = artefact.classifier();
        assertThat(artefact.id()).hasToString(name);
        assertThat(artefact.version()).isEqualTo(3);
        assertThat(ArtefactFormat.write(artefact)).isEqualTo(bytes);
        assertThat(artefact.probes().count()).isEqualTo(8);
        assertThat(artefact.probes()
                        .largestDeviation(PackedClassifier.pack(elm), ForwardPass.fastest(), new Workspace()))
                .isLessThan(1e-4);
        List<float[]> rows = TableFeatures.of(scores, elm.featureNames(), RowRange.ALL);
        List<float[]> expected = TableFeatures.of(scores, elm.labels(), RowRange.ALL);
        for (int i = 0; i < rows.size(); i++) {
            double[] probabilities = elm.probabilities(rows.get(i));
            for (int c = 0; c < probabilities.length; c++) {
                assertThat(probabilities[c]).isCloseTo(expected.get(i)[c], within(1e-6));
            }
        }
        assertThat(rows).hasSize(8);
    }
}
