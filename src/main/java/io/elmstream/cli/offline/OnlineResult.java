package io.elmstream.cli.offline;

import java.util.List;
import java.util.Optional;

/**
 * The result of {@code train --online}, also its JSON. Every figure is of rows that were predicted before they were
 * learnt.
 *
 * @param model model id
 * @param version model version
 * @param rows number of rows learnt
 * @param tested number of rows predicted before they were learnt; those before the first solution were not
 * @param accuracy fraction of them whose class was predicted correctly, 0 to 1
 * @param lastLabelAccuracy fraction of them that have the label of the row before, of the same sensor, 0 to 1
 * @param kappa accuracy beyond chance, as a share of what is left, up to 1
 * @param kappaTemporal accuracy beyond that of the last label, as a share of what is left, up to 1
 * @param macroRecall mean recall of all classes, 0 to 1
 * @param covered fraction of them whose label set had their class; empty before there were sets
 * @param recent the newest rows
 * @param drifts numbers of the rows at which the share of errors was found to have risen, each rise once
 * @param versions number of solutions, each of which predicted the rows up to the next
 * @param served which rules of forgetting served
 * @param hidden number of hidden units, apart from direct links
 * @param layer kinds of the hidden units
 * @param ridge ridge parameter
 * @param laggedLabels how many earlier labels of the same sensor are features
 * @param calibrationError mean gap between confidence and accuracy on the newest rows, 0 to 1
 * @param seconds duration of the learning
 * @param bytes size of the model file
 * @param digest SHA-256 of the model file, in hex
 */
public record OnlineResult(
        String model,
        int version,
        long rows,
        long tested,
        double accuracy,
        double lastLabelAccuracy,
        double kappa,
        double kappaTemporal,
        double macroRecall,
        Optional<Double> covered,
        Recent recent,
        List<Long> drifts,
        long versions,
        List<Served> served,
        int hidden,
        String layer,
        double ridge,
        int laggedLabels,
        double calibrationError,
        double seconds,
        long bytes,
        String digest) {

    /**
     * The newest rows.
     *
     * @param rows how many
     * @param accuracy fraction of them whose class was predicted correctly, 0 to 1
     * @param lastLabelAccuracy fraction of them that have the label of the row before, of the same sensor, 0 to 1
     */
    public record Recent(int rows, double accuracy, double lastLabelAccuracy) {}

    /**
     * A rule of forgetting.
     *
     * @param forgetting the rule; with --from also the model it started from
     * @param versions number of solutions of this rule that served
     * @param last whether it is that of the model
     */
    public record Served(String forgetting, long versions, boolean last) {}
}
