package io.elmstream.training;

import io.elmstream.elm.Samples;
import io.elmstream.elm.SoftLabel;

/** Visits rows with labels and rows that teachers have scored alike. */
abstract class TargetVisitor implements Samples.Visitor {

    private final Target[] ofLabel;

    TargetVisitor(int classes) {
        this.ofLabel = Target.ofLabels(classes);
    }

    @Override
    public final void row(float[] features, int label) {
        row(features, ofLabel[label]);
    }

    @Override
    public final void row(float[] features, SoftLabel label) {
        row(features, Target.Taught.of(label));
    }

    abstract void row(float[] features, Target target);
}
