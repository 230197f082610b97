package io.elmstream.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The same 48 numbers as records of several forms, each form in a process of its own; nanoseconds a record. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@State(Scope.Thread)
public class FormsBenchmark {

    @Param({"own", "floats", "doubles", "nullable", "json", "protoFloats", "protoDoubles"})
    public String form = "own";

    private Runnable reading = () -> {};

    /** Makes the record. */
    @Setup
    public void make() {
        reading = new FormsBench().reading(form);
    }

    @Benchmark
    public void read() {
        reading.run();
    }
}
