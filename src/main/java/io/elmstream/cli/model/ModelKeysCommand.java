package io.elmstream.cli.model;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.config.KeyFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Generates a key pair for signing commands. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "Creates a key pair for signing commands about models. Keep NAME.private.pem with those who are"
                    + " allowed to change models, and copy NAME.public.pem to every instance.",
            "If governor.trusted.keys names public keys, only commands signed with one of the matching"
                    + " private keys are accepted."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream model keys release",
            "  elmstream model publish shuttle-2.elm --sign-with release.private.pem"
        })
public final class ModelKeysCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param privateKey file with the private key, for signing
     * @param publicKey file with the public key, for governor.trusted.keys
     */
    public record Result(String privateKey, String publicKey) {}

    @Parameters(paramLabel = "NAME", description = "the start of both file names; neither file may exist")
    private Path name;

    @Mixin
    private JsonOption output;

    private final Console console;

    public ModelKeysCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path privateFile = Path.of(name + ".private.pem");
        Path publicFile = Path.of(name + ".public.pem");
        KeyFiles.write(KeyFiles.generate(), privateFile, publicFile);
        console.result(
                output.json,
                new Result(privateFile.toString(), publicFile.toString()),
                keys -> console.print("wrote " + keys.privateKey() + ", for signing, and " + keys.publicKey()
                        + ", for governor.trusted.keys"));
        return 0;
    }
}
