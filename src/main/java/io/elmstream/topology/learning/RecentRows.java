package io.elmstream.topology.learning;

import io.elmstream.elm.Elm;
import io.elmstream.elm.Samples;
import io.elmstream.model.ProbeRows;
import io.elmstream.model.Probes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The latest rows, and the latest of each class, with which a new version is probed. */
final class RecentRows {

    private static final int MOST = 16;

    private record Row(float[] features, int label) {}

    private final Map<Integer, Row> ofClass = new TreeMap<>();
    private final Deque<Row> latest = new ArrayDeque<>();

    void add(float[] features, int label) {
        Row row = new Row(features, label);
        ofClass.put(label, row);
        if (latest.size() == MOST) {
            latest.remove();
        }
        latest.add(row);
    }

    /** Returns the probes of a model: these rows, and rows at the limits of its inputs. */
    Probes probes(Elm elm) {
        ProbeRows rows = new ProbeRows(new Samples() {
            @Override
            public List<String> featureNames() {
                return elm.featureNames();
            }

            @Override
            public List<String> labels() {
                return elm.labels();
            }

            @Override
            public void forEach(Visitor visitor) {
                ofClass.values().stream()
                        .filter(row -> row.label() < elm.labels().size())
                        .forEach(row -> visitor.row(row.features(), row.label()));
                latest.stream()
                        .filter(row -> row.label() < elm.labels().size())
                        .forEach(row -> visitor.row(row.features(), row.label()));
            }
        });
        rows.forEach((features, label) -> {});
        return rows.of(elm);
    }
}
