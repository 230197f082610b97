package io.elmstream.model;

import io.elmstream.elm.Abstention;
import io.elmstream.elm.LabelSets;
import io.elmstream.elm.TrainingRange;
import io.elmstream.elm.Trust;

/**
 * What an artefact tells of the trust in its predictions:
 *
 * <pre>
 * least confidences, one per label
 * f64 coverage, least probabilities in a set, one per label
 * least values, largest values, one per feature; f32 farthest
 * </pre>
 */
final class TrustFormat {

    private TrustFormat() {}

    static void write(ByteWriter out, Trust trust) {
        out.floats(trust.abstention().least());
        out.f64(trust.sets().coverage());
        out.floats(trust.sets().least());
        out.floats(trust.range().low());
        out.floats(trust.range().high());
        out.f32(trust.range().farthest());
    }

    static Trust read(ByteReader in, int inputs, int classes) throws ArtefactException {
        Abstention abstention = new Abstention(in.floats("abstention", classes));
        LabelSets sets = new LabelSets(in.f64("coverage"), in.floats("label sets", classes));
        float[] low = in.floats("least values", inputs);
        float[] high = in.floats("largest values", inputs);
        return new Trust(abstention, sets, new TrainingRange(low, high, in.f32("farthest")));
    }
}
