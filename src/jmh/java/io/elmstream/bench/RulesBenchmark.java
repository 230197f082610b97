package io.elmstream.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Rules beside interpreters, nanoseconds a reading; with {@code -prof gc} also the bytes they allocate. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@State(Scope.Thread)
public class RulesBenchmark {

    private final RulesBench bench = new RulesBench();

    @Benchmark
    public long rules() {
        return bench.rules();
    }

    @Benchmark
    public long cel() {
        return bench.cel();
    }

    @Benchmark
    public long jexl() {
        return bench.jexl();
    }
}
