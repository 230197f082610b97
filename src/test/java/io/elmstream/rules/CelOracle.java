package io.elmstream.rules;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CEL's own compiler and runtime. */
final class CelOracle {

    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .addVar("temperature", SimpleType.DOUBLE)
            .addVar("p", SimpleType.DOUBLE)
            .addVar("features", MapType.create(SimpleType.STRING, SimpleType.DOUBLE))
            .addVar("label", SimpleType.STRING)
            .addVar("model", SimpleType.STRING)
            .addVar("sensor", SimpleType.STRING)
            .addVar("previous", SimpleType.STRING)
            .addVar("confidence", SimpleType.DOUBLE)
            .addVar("margin", SimpleType.DOUBLE)
            .addVar("outOfRange", SimpleType.DOUBLE)
            .addVar("held", SimpleType.DOUBLE)
            .addVar("version", SimpleType.INT)
            .addVar("abstained", SimpleType.BOOL)
            .setResultType(SimpleType.BOOL)
            .build();

    private final CelRuntime runtime =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    /** A condition that CEL runs. */
    interface Program {
        boolean holds(Map<String, Object> variables) throws CelEvaluationException;
    }

    Program compile(String condition) throws CelValidationException, CelEvaluationException {
        CelRuntime.Program program =
                runtime.createProgram(compiler.compile(condition).getAst());
        return variables -> (boolean)
                program.eval(name -> Optional.ofNullable(variables.get(name)).map(CelOracle::fresh));
    }

    /** Two boxes for two uses: CEL 0.14.0 takes a NaN as equal to itself if it is the same object. */
    @SuppressWarnings("unchecked")
    private static Object fresh(Object value) {
        if (value instanceof Double number) {
            return Double.valueOf(number.doubleValue());
        }
        return value instanceof Map ? new FreshNumbers((Map<String, Double>) value) : value;
    }

    private static final class FreshNumbers extends AbstractMap<String, Double> {

        private final Map<String, Double> numbers;

        FreshNumbers(Map<String, Double> numbers) {
            this.numbers = numbers;
        }

        @Override
        public Set<Entry<String, Double>> entrySet() {
            return numbers.entrySet();
        }

        @Override
        public boolean containsKey(Object key) {
            return numbers.containsKey(key);
        }

        @Override
        public Double get(Object key) {
            return Double.valueOf(numbers.get(key).doubleValue());
        }
    }
}
