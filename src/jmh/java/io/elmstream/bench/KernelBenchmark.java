package io.elmstream.bench;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedModel;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.kernel.Workspace;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** The forms of the forward pass, microseconds a batch. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgsPrepend = {"--add-modules", "jdk.incubator.vector"})
@State(Scope.Thread)
public class KernelBenchmark {

    @Param({"16x256x4", "48x512x6", "64x1024x8", "180x2048x26"})
    public String shape = "";

    @Param({"FEW_INPUTS", "MIXED", "DENSE"})
    public BenchLayer layer = BenchLayer.FEW_INPUTS;

    @Param({"TANH", "CLIP"})
    public Activation activation = Activation.TANH;

    @Param({"1", "256"})
    public int batch;

    private final Workspace workspace = new Workspace();
    private final ForwardPass plain = new PlainForwardPass();
    private final ForwardPass fastest = ForwardPass.fastest();
    private PackedModel model;
    private Scorer ejml;
    private Scorer onnx;
    private float[] rows;
    private float[] scored;

    @Setup
    public void make() {
        int[] sizes = Stream.of(shape.split("x")).mapToInt(Integer::parseInt).toArray();
        Elm elm = KernelBench.elm(layer, activation, sizes[0], sizes[1], sizes[2]);
        model = PackedModel.pack(elm);
        ejml = new EjmlScorer(elm);
        onnx = OnnxRuntime.scorer(elm).orElseThrow();
        rows = KernelBench.values(batch * sizes[0], 2);
        scored = new float[batch * sizes[2]];
    }

    @Benchmark
    public float[] simd() {
        fastest.score(model, rows, batch, workspace, scored);
        return scored;
    }

    @Benchmark
    public float[] plain() {
        plain.score(model, rows, batch, workspace, scored);
        return scored;
    }

    @Benchmark
    public float[] ejml() {
        ejml.score(rows, batch, scored);
        return scored;
    }

    @Benchmark
    public float[] onnxRuntime() {
        onnx.score(rows, batch, scored);
        return scored;
    }
}
