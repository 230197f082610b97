package io.elmstream.cli.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.data.OutputFile;
import io.elmstream.export.CHeader;
import io.elmstream.export.OnnxModel;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model in the form of another program. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a model for programs without Elmstream: as a C99 header that needs no library, or as an ONNX file."
                    + " All kinds of hidden layers can be exported, and drafts with their verifiers.",
            "",
            "The C header generates the weights of a seed again for every row, so that they take no memory; --tables"
                    + " writes them out, which makes the program larger and faster."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream model export --as c --out shuttle.h shuttle-1.elm",
            "  elmstream model export --as onnx --out shuttle.onnx shuttle-1.elm"
        })
public final class ModelExportCommand implements Callable<Integer> {

    /** What to write. */
    enum Form {
        C,
        ONNX
    }

    /**
     * The result, also its JSON.
     *
     * @param model model id
     * @param version model version
     * @param digest SHA-256 of the model file, in hex; it is also in the exported file
     * @param bytes size of the exported file
     */
    public record Result(String model, int version, String digest, int bytes) {}

    @Parameters(paramLabel = "FILE", description = "a model file, as written by train")
    private Path file;

    @Option(names = "--as", required = true, paramLabel = "c|onnx", description = "the form to write")
    private Form form;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the file to write; an existing one is replaced")
    private Path out;

    @Option(
            names = "--tables",
            description = "with --as c, write out the weights that come from a seed, instead of generating them")
    private boolean tables;

    @Mixin
    private JsonOption output;

    private final Console console;

    public ModelExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (tables && form != Form.C) {
            throw new CommandFailure("BAD_VALUE", "--tables is for --as c only", "--tables");
        }
        ModelFile given = ModelFile.read(file, "FILE");
        OutputFile target = OutputFile.of("--out", out);
        Arguments.apart("--out", out, "FILE", file);
        String digest = ArtefactFormat.digest(given.bytes());
        byte[] bytes = exported(given.artefact(), digest);
        target.write(bytes);
        Artefact artefact = given.artefact();
        console.result(
                output.json,
                new Result(artefact.id().value(), artefact.version(), digest, bytes.length),
                result -> console.print(
                        "%s version %d written to %s, %,d bytes",
                        result.model(), result.version(), out, result.bytes()));
        return 0;
    }

    private byte[] exported(Artefact artefact, String digest) {
        try {
            return form == Form.C
                    ? CHeader.of(artefact, digest, !tables).getBytes(UTF_8)
                    : OnnxModel.of(artefact, digest);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("BAD_MODEL", "FILE: " + file + " cannot be exported: " + e.getMessage(), "FILE");
        }
    }
}
