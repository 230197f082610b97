package io.elmstream.training;

import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.TrainingRange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The first pass over the training rows: counts, means, scales and a digest. */
final class RowStatistics extends TargetVisitor {

    private static final String OR_ELSE = "; choose the missing-value policy MEAN to let the mean stand in";

    private final List<String> featureNames;
    private final MissingValues missing;
    private final List<Moments> moments;
    private final long[] rowsOfStratum;
    private final MessageDigest digest;
    private final ByteBuffer bytes;
    private long rows;

    RowStatistics(Samples samples, MissingValues missing) {
        super(samples.labels().size());
        this.featureNames = samples.featureNames();
        this.missing = missing;
        int inputs = featureNames.size();
        moments = Stream.generate(Moments::new).limit(inputs).toList();
        rowsOfStratum = new long[2 * samples.labels().size()];
        bytes = ByteBuffer.allocate((inputs + 1) * Float.BYTES);
        digest = sha256();
        digest.update(String.join("\n", featureNames).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(String.join("\n", samples.labels()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void row(float[] features, Target target) {
        rows++;
        rowsOfStratum[target.stratum()]++;
        bytes.clear();
        for (int j = 0; j < moments.size(); j++) {
            float value = features[j];
            bytes.putFloat(value);
            if (Float.isNaN(value) && missing == MissingValues.MEAN) {
                continue;
            }
            if (!Float.isFinite(value)) {
                throw new TrainingException("row " + rows + ", feature " + featureNames.get(j) + " is " + value
                        + ", must be a finite number" + (Float.isNaN(value) ? OR_ELSE : ""));
            }
            moments.get(j).add(value);
        }
        bytes.putInt(target.stratum());
        digest.update(bytes.array());
    }

    long rows() {
        return rows;
    }

    /** Returns the number of rows of each class, by their own label or a teacher's. */
    long[] rowsOfClass() {
        long[] rowsOfClass = Arrays.copyOf(rowsOfStratum, rowsOfStratum.length / 2);
        for (int c = 0; c < rowsOfClass.length; c++) {
            rowsOfClass[c] += rowsOfStratum[rowsOfClass.length + c];
        }
        return rowsOfClass;
    }

    /** Returns the number of rows by {@link Target#stratum}. */
    long[] rowsOfStratum() {
        return rowsOfStratum;
    }

    /** Returns the SHA-256 over names, labels and every row in order, hex. */
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    Standardiser standardiser() {
        float[] mean = new float[moments.size()];
        float[] scale = new float[moments.size()];
        for (int j = 0; j < moments.size(); j++) {
            Moments of = moments.get(j);
            mean[j] = (float) of.mean();
            // a constant feature carries no information; it must not dominate either if it changes one day
            scale[j] = of.isConstant() ? 1 : Math.min(of.deviation(), Standardiser.LARGEST_SCALE);
        }
        return new Standardiser(mean, scale, missing);
    }

    /** Returns the range of the rows; the farthest of them is found among those of a sample. */
    TrainingRange range(LooSample sample) {
        float[] low = new float[moments.size()];
        float[] high = new float[moments.size()];
        for (int j = 0; j < low.length; j++) {
            low[j] = moments.get(j).low();
            high[j] = moments.get(j).high();
        }
        TrainingRange range = new TrainingRange(low, high, 0);
        float farthest = 0;
        for (int r = 0; r < sample.size(); r++) {
            farthest = Math.max(farthest, range.distance(sample.row(r), 0));
        }
        return new TrainingRange(low, high, Math.min(1, farthest));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
