package io.elmstream.model;

import io.elmstream.elm.*;
import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.Test;

class MakeStoredTest {
    @Test
    void make() throws Exception {
        Blobs data = new Blobs(5, 3, 300, 7);
        Elm draft = data.train(3, Activation.RELU);
        Elm other = Layers.elm(Layers.mixed(5), 3);
        Elm verifier = new Elm(draft.featureNames(), draft.labels(), draft.standardiser(), other.hidden(), other.beta(), other.temperature(), other.provenance());
        List<float[]> all = new ArrayList<>();
        data.forEach((f, l) -> all.add(f.clone()));
        float[] thresholds = {0.9f, 0.95f, VerifiedDraft.NEVER_SURE};
        VerifiedDraft pair = new VerifiedDraft(draft, verifier, thresholds);
        List<float[]> chosen = new ArrayList<>();
        int sure = 0;
        int unsure = 0;
        for (float[] row : all) {
            boolean v = Arrays.equals(pair.probabilities(row), verifier.probabilities(row));
            if (PairProbes.of(pair, List.of(Probes.of(draft, row)), List.of()).count() == 0) continue;
            if (v ? unsure++ < 4 : sure++ < 4) chosen.add(row);
        }
        float[] flat = new float[chosen.size() * 5];
        StringBuilder csv = new StringBuilder(String.join(",", pair.featureNames()) + "," + String.join(",", pair.labels()) + "\n");
        for (int i = 0; i < chosen.size(); i++) {
            System.arraycopy(chosen.get(i), 0, flat, i * 5, 5);
            StringJoiner line = new StringJoiner(",");
            for (float x : chosen.get(i)) line.add(Float.toString(x));
            for (double p : pair.probabilities(chosen.get(i))) line.add(Double.toString(p));
            csv.append(line).append("\n");
        }
        Path to = Path.of("src/test/resources/models");
        Files.write(to.resolve("elm-v3-pair.elm"), ArtefactFormat.write(new Artefact(new ModelId("elm-v3-pair"), 3, pair, Probes.of(pair, flat))));
        Files.writeString(to.resolve("elm-v3-pair.csv"), csv);
    }
}
