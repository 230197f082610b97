package io.elmstream.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Predictions as lines of CSV, which are kept until they are written together. */
final class Predictions {

    private final OutputStream out;
    private final boolean all;
    private final List<String> labels;
    private final StringBuilder pending = new StringBuilder();

    /**
     * Starts with the header.
     *
     * @param labels of the model, in the order of its probabilities
     * @param all whether to write the probability of every class
     */
    Predictions(OutputStream out, List<String> labels, boolean all) {
        this.out = out;
        this.all = all;
        this.labels = labels.stream().map(CsvLine::quoted).toList();
        pending.append("line,label,confidence");
        if (all) {
            labels.forEach(label -> pending.append(',').append(CsvLine.quoted("probability_" + label)));
        }
        pending.append(",version\n");
    }

    void add(long line, int label, float[] probabilities, int version) {
        pending.append(line).append(',').append(labels.get(label));
        pending.append(',').append(probabilities[label]);
        for (int c = 0; c < probabilities.length && all; c++) {
            pending.append(',').append(probabilities[c]);
        }
        pending.append(',').append(version).append('\n');
    }

    void write() throws IOException {
        out.write(pending.toString().getBytes(UTF_8));
        out.flush();
        pending.setLength(0);
    }
}
