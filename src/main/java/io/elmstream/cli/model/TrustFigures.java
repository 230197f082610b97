package io.elmstream.cli.model;

import io.elmstream.elm.Abstention;
import io.elmstream.elm.Elm;
import io.elmstream.elm.Trust;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far the predictions of a model are to be believed.
 *
 * @param coverage share of the readings whose label set has their true class, 0 to 1
 * @param inSetFrom least probability with which a class is in the set, by class
 * @param usedFrom least confidence of a prediction that is used, by class; 0 if the model never abstains, 2 if it
 *     always does
 * @param low least value in the training rows, by feature
 * @param high largest value in the training rows, by feature
 */
public record TrustFigures(
        double coverage,
        Map<String, Float> inSetFrom,
        Map<String, Float> usedFrom,
        Map<String, Float> low,
        Map<String, Float> high) {

    static TrustFigures of(Trust trust, Elm elm) {
        return new TrustFigures(
                trust.sets().coverage(),
                byName(elm.labels(), trust.sets().least()),
                byName(elm.labels(), trust.abstention().least()),
                byName(elm.featureNames(), trust.range().low()),
                byName(elm.featureNames(), trust.range().high()));
    }

    private static Map<String, Float> byName(List<String> names, float[] values) {
        Map<String, Float> figures = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            figures.put(names.get(i), values[i]);
        }
        return figures;
    }

    /** Returns lines for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "label sets    have the true class of %.1f %% of readings, or more where the model is right more often",
                100 * coverage));
        if (usedFrom.values().stream().allMatch(least -> least == 0)) {
            lines.add("abstains      never");
        } else {
            String title = "abstains";
            for (Map.Entry<String, Float> each : usedFrom.entrySet()) {
                lines.add(String.format(Locale.ROOT, "%-13s %s: %s", title, each.getKey(), from(each.getValue())));
                title = "";
            }
        }
        return lines;
    }

    private static String from(float least) {
        if (least == 0) {
            return "never";
        }
        return least == Abstention.ALWAYS ? "always" : String.format(Locale.ROOT, "below confidence %.4f", least);
    }
}
