package io.elmstream.bench;

import io.elmstream.elm.Samples;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Labelled rows in memory, so that a benchmark does not measure the reading of a file. */
final class MemoryRows implements Samples {

    private record Row(float[] features, int label) {}

    private final Samples from;
    private final List<Row> rows = new ArrayList<>();

    MemoryRows(Samples from) {
        this.from = from;
        from.forEach((features, label) -> rows.add(new Row(features.clone(), label)));
    }

    @Override
    public List<String> featureNames() {
        return from.featureNames();
    }

    @Override
    public List<String> labels() {
        return from.labels();
    }

    @Override
    public void forEach(Visitor visitor) {
        for (Row row : rows) {
            visitor.row(row.features(), row.label());
        }
    }

    int size() {
        return rows.size();
    }

    /** Writes the files {@code rows} and {@code labels}, big-endian floats and integers. */
    void write(Path folder) throws IOException {
        try (DataOutputStream features = output(folder, "rows");
                DataOutputStream labels = output(folder, "labels")) {
            for (Row row : rows) {
                for (float value : row.features()) {
                    features.writeFloat(value);
                }
                labels.writeInt(row.label());
            }
        }
    }

    static DataOutputStream output(Path folder, String name) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(folder.resolve(name))));
    }
}
