package io.elmstream.cli.bench;

import io.elmstream.bench.RulesBench;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.Logging;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Rules alone. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Measures ten rules of four terms on one reading, compared with interpreters of the same"
                + " conditions.",
        footer = {"", "Examples:", "  elmstream bench rules", "  elmstream bench rules --json"})
public final class BenchRulesCommand implements Callable<Integer> {

    @Mixin
    private JsonOption output;

    private final Console console;

    public BenchRulesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Logging.onlyErrors();
        RulesBench.Result result = new RulesBench().run();
        console.result(output.json, Map.of("rules", result), all -> show(result));
        return 0;
    }

    private void show(RulesBench.Result result) {
        console.print("| ten rules of four terms, by | ns a reading | of ours |");
        console.print("|---|---|---|");
        show("Elmstream", result.rulesNanos(), result);
        show("CEL's planner", result.celNanos(), result);
        show("JEXL's interpreter", result.jexlNanos(), result);
    }

    private void show(String by, double nanos, RulesBench.Result result) {
        console.print("| %s | %,.0f | %.1fx |", by, nanos, nanos / result.rulesNanos());
    }
}
