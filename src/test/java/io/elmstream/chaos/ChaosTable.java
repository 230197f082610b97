package io.elmstream.chaos;

import java.util.Arrays;
import java.util.List;

/** A run as two tables in Markdown. */
final class ChaosTable {

    private ChaosTable() {}

    static String of(ChaosRun run, ChaosRun.Result result) {
        StringBuilder out = new StringBuilder();
        row(out, "guarantee | " + Findings.heads() + " | swaps | workers ended by themselves | time");
        rule(out, 13);
        row(
                out,
                "%s | %s | %d | %d | %d s"
                        .formatted(
                                run.guarantee().kafkaName(),
                                result.findings().cells(),
                                result.swaps(),
                                result.ended(),
                                result.time().toSeconds()));
        out.append('\n');
        row(out, Recovery.heads());
        rule(out, 6);
        List<Recovery> all = result.recoveries();
        Arrays.stream(Fault.values())
                .filter(fault -> all.stream().anyMatch(each -> each.fault() == fault))
                .forEach(fault -> row(out, Recovery.cells(fault, all)));
        result.skipped().forEach(fault -> row(out, fault.words() + " | 0 | not possible here | | |"));
        out.append("\nseed ")
                .append(run.seed())
                .append(", dead letters ")
                .append(result.findings().deadLetterReasons());
        result.findings().examples().forEach(example -> out.append("\n  ").append(example));
        return out.append('\n').toString();
    }

    private static void row(StringBuilder out, String cells) {
        out.append("| ").append(cells).append(" |\n");
    }

    private static void rule(StringBuilder out, int columns) {
        out.append("|---".repeat(columns)).append("|\n");
    }
}
