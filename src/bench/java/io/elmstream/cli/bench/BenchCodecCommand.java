package io.elmstream.cli.bench;

import io.elmstream.bench.CodecBench;
import io.elmstream.bench.FormsBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The codecs alone. */
@Command(
        name = "codec",
        mixinStandardHelpOptions = true,
        description = "Measures the decoding of a reading with 48 features and the encoding of a prediction with 6"
                + " classes, compared with the stock serde; and of the same numbers in records of other forms.",
        footer = {"", "Examples:", "  elmstream bench codec", "  elmstream bench codec --json"})
public final class BenchCodecCommand implements Callable<Integer> {

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchCodecCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Logging.onlyErrors();
        CodecBench.Result r = new CodecBench().run();
        console.result(output.json, Map.of("codec", r), all -> show(r));
        return 0;
    }

    private void show(CodecBench.Result r) {
        console.print("| | ours, ns | stock serde, ns | |");
        console.print("|---|---|---|---|");
        console.print(
                "| read a reading | %,.0f | %,.0f | %.1fx |",
                r.decodeNanos(), r.stockDecodeNanos(), r.stockDecodeNanos() / r.decodeNanos());
        console.print(
                "| write a prediction | %,.0f | %,.0f | %.1fx |",
                r.encodeNanos(), r.stockEncodeNanos(), r.stockEncodeNanos() / r.encodeNanos());
        console.print(
                "| write a prediction as JSON | %,.0f | | %.1fx of Avro |",
                r.jsonEncodeNanos(), r.jsonEncodeNanos() / r.encodeNanos());
        console.print("");
        console.print("| 48 numbers into a row, from | ns | of our record |");
        console.print("|---|---|---|");
        FormsBench.Forms forms = r.forms();
        show("our record", forms.own(), forms);
        show("an Avro record of floats", forms.floats(), forms);
        show("an Avro record of doubles", forms.doubles(), forms);
        show("an Avro record of doubles or null", forms.nullable(), forms);
        show("JSON", forms.json(), forms);
        show("a Protobuf message of floats", forms.protoFloats(), forms);
        show("a Protobuf message of doubles", forms.protoDoubles(), forms);
    }

    private void show(String form, double nanos, FormsBench.Forms forms) {
        console.print("| %s | %,.0f | %.1fx |", form, nanos, nanos / forms.own());
    }
}
