package io.elmstream.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.OperatingSystemMXBean;
import io.elmstream.cli.offline.AllCores;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.tables.Sample;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.TrainingPlan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The training of Shuttle, 43,500 rows of 9 features, with tanh units, beside numpy. Both take turns. */
public final class TrainBench {

    /**
     * One of the two.
     *
     * @param firstSeconds duration of the first training of the process
     * @param seconds duration of the fastest training
     * @param cpuSeconds CPU seconds of the training that took fewest, over all threads
     * @param lambda the ridge parameter with the least leave-one-out error
     * @param looAccuracy leave-one-out accuracy, 0 to 1
     * @param megabytes the most memory taken: heap after a garbage collection or between two, or a process with its
     *     libraries and rows
     */
    public record Training(
            double firstSeconds,
            double seconds,
            double cpuSeconds,
            double lambda,
            double looAccuracy,
            double megabytes) {

        /** {@return this and another round, the better times of both} */
        Training and(Training next) {
            return new Training(
                    firstSeconds,
                    Math.min(seconds, next.seconds),
                    Math.min(cpuSeconds, next.cpuSeconds),
                    next.lambda,
                    next.looAccuracy,
                    Math.max(megabytes, next.megabytes));
        }
    }

    /**
     * Both.
     *
     * @param rows training rows
     * @param features features
     * @param units hidden units
     * @param threads threads of each
     * @param ours Elmstream
     * @param numpy numpy; null if it is not installed
     * @param numpyVersion its version; empty if it is not installed
     * @param ratio seconds of Elmstream over those of numpy; null without numpy
     * @param cpuRatio the same of CPU seconds; null without numpy
     * @param betaDifference the largest difference of two output weights over the largest weight; null without numpy
     */
    public record Result(
            int rows,
            int features,
            int units,
            int threads,
            Training ours,
            @Nullable Training numpy,
            String numpyVersion,
            @Nullable Double ratio,
            @Nullable Double cpuRatio,
            @Nullable Double betaDifference) {}

    private final Consumer<String> progress;

    /** @param progress takes a line now and then */
    public TrainBench(Consumer<String> progress) {
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param python the Python program
     * @throws IOException if it cannot be started
     */
    public Result run(int units, int rounds, String python) throws IOException {
        Sample sample = Sample.SHUTTLE;
        MemoryRows rows =
                new MemoryRows(TableSamples.toTrain(sample.table(), sample.labelColumn(), sample.trainingRows()));
        TrainingPlan plan =
                new TrainingPlan(units, Activation.TANH, new ClassWeights.None(), MissingValues.REFUSE, 1, "bench");
        int threads = Runtime.getRuntime().availableProcessors();
        Elm[] elm = new Elm[1];
        progress.accept("round 1 of " + rounds);
        Training ours = train(rows, plan, elm);
        try (Numpy process = new Numpy(python, threads, rows, elm[0])) {
            JsonNode answer = process.train();
            boolean there = !answer.has("missing");
            Training numpy = there ? of(answer) : null;
            for (int round = 2; round <= rounds; round++) {
                progress.accept("round " + round + " of " + rounds);
                ours = ours.and(train(rows, plan, elm));
                numpy = numpy == null ? null : numpy.and(of(process.train()));
            }
            return new Result(
                    rows.size(),
                    rows.featureNames().size(),
                    units,
                    threads,
                    ours,
                    numpy,
                    answer.path("numpy").asText(),
                    numpy == null ? null : ours.seconds() / numpy.seconds(),
                    numpy == null ? null : ours.cpuSeconds() / numpy.cpuSeconds(),
                    numpy == null ? null : difference(elm[0].beta(), process.beta()));
        }
    }

    private static Training train(MemoryRows rows, TrainingPlan plan, Elm[] result) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        ManagementFactory.getMemoryMXBean().gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        Elm elm = ElmTrainer.train(rows, plan, new AllCores());
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
        long peak = heap().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        result[0] = elm;
        return new Training(
                seconds,
                seconds,
                cpuSeconds,
                elm.provenance().lambda(),
                elm.provenance().quality().accuracy(),
                peak / 1e6);
    }

    private static Stream<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    private static Training of(JsonNode answer) {
        double seconds = answer.get("seconds").asDouble();
        return new Training(
                seconds,
                seconds,
                answer.get("cpuSeconds").asDouble(),
                answer.get("lambda").asDouble(),
                answer.get("looAccuracy").asDouble(),
                answer.get("megabytes").asDouble());
    }

    private static double difference(float[] ours, double[] theirs) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs(theirs[i]));
            difference = Math.max(difference, Math.abs(ours[i] - theirs[i]));
        }
        return difference / largest;
    }
}
