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

/** The codecs beside the stock serde, nanoseconds a record; with {@code -prof gc} also the bytes they allocate. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@State(Scope.Thread)
public class CodecBenchmark {

    private final CodecBench bench = new CodecBench();

    @Benchmark
    public float decode() {
        return bench.decode();
    }

    @Benchmark
    public byte[] encode() {
        return bench.encode();
    }

    @Benchmark
    public byte[] jsonEncode() {
        return bench.jsonEncode();
    }

    @Benchmark
    public Object stockDecode() {
        return bench.stockDecode();
    }

    @Benchmark
    public byte[] stockEncode() {
        return bench.stockEncode();
    }
}
