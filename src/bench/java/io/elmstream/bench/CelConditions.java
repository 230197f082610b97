package io.elmstream.bench;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions as programs of CEL's planner. */
final class CelConditions {

    private final RuleRows rows;
    private final List<CelRuntime.Program> programs = new ArrayList<>();

    CelConditions(RuleRows rows) {
        this.rows = rows;
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .addVar("label", SimpleType.STRING)
                .addVar("confidence", SimpleType.DOUBLE)
                .addVar("margin", SimpleType.DOUBLE)
                .addVar("abstained", SimpleType.BOOL)
                .setResultType(SimpleType.BOOL);
        RuleRows.FEATURES.forEach(each -> builder.addVar(each, SimpleType.DOUBLE));
        CelCompiler compiler = builder.build();
        CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder().build();
        try {
            for (String each : RuleRows.CONDITIONS) {
                programs.add(runtime.createProgram(compiler.compile(each).getAst()));
            }
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("CEL does not take the conditions", e);
        }
    }

    long fired(int row) {
        long fired = 0;
        try {
            for (int i = 0; i < programs.size(); i++) {
                if ((boolean) programs.get(i).eval(name -> Optional.of(rows.variable(row, name)))) {
                    fired |= 1L << i;
                }
            }
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("CEL does not run the conditions", e);
        }
        return fired;
    }
}
