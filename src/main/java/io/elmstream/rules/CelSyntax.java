package io.elmstream.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Syntax and types by CEL, without macros: the only class that knows it. */
final class CelSyntax {

    /** In brackets; more than a condition of the most nodes can need. */
    private static final int MAX_DEPTH = 250;

    private static final int MORE_THAN_ALLOWED = 2_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(RuleCompiler.MAX_CHARACTERS)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxParseExpressionNodeCount(MORE_THAN_ALLOWED)
            .build();

    private final CelCompiler parser = builder().build();

    /**
     * What the parser found.
     *
     * @param tree if there is no problem
     * @param problems from left to right
     */
    record Parsed(Optional<Syntax> tree, List<Problem> problems) {}

    /** Parses a condition. */
    Parsed parse(String text) {
        CelValidationResult result = parser.parse(text);
        if (result.hasError()) {
            return new Parsed(Optional.empty(), problems(result));
        }
        CelAbstractSyntaxTree tree = tree(result);
        return new Parsed(Optional.of(new Conversion(tree.getSource()).syntax(tree.getExpr())), List.of());
    }

    /**
     * Checks the types of conditions that parse.
     *
     * @param features the names without brackets that are features
     * @return the problems of each, as CEL words them
     */
    List<List<Problem>> check(List<String> conditions, Collection<String> features) {
        CelCompilerBuilder builder = builder()
                .addVar(Variable.FEATURES, MapType.create(SimpleType.STRING, SimpleType.DOUBLE))
                .setResultType(SimpleType.BOOL);
        for (Variable each : Variable.values()) {
            builder.addVar(
                    each.word(),
                    switch (each.kind) {
                        case TRUTH -> SimpleType.BOOL;
                        case WHOLE -> SimpleType.INT;
                        case NUMBER -> SimpleType.DOUBLE;
                        case TEXT -> SimpleType.STRING;
                    });
        }
        features.forEach(each -> builder.addVar(each, SimpleType.DOUBLE));
        CelCompiler compiler = builder.build();
        return conditions.stream().map(each -> problems(compiler.compile(each))).toList();
    }

    private static CelCompilerBuilder builder() {
        return CelCompilerFactory.standardCelCompilerBuilder().setOptions(OPTIONS);
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (dev.cel.common.CelValidationException e) {
            throw new IllegalStateException("without an error there is a tree", e);
        }
    }

    private static List<Problem> problems(CelValidationResult result) {
        return result.getErrors().stream()
                .map(CelSyntax::problem)
                .sorted(Comparator.comparingInt((Problem each) -> each.spot().line())
                        .thenComparingInt(each -> each.spot().column()))
                .toList();
    }

    private static Problem problem(CelIssue issue) {
        return new Problem(
                new Spot(
                        Math.max(1, issue.getSourceLocation().getLine()),
                        Math.max(0, issue.getSourceLocation().getColumn()) + 1),
                issue.getMessage());
    }

    /** From CEL's tree to ours. */
    private record Conversion(CelSource source) {

        Syntax syntax(CelExpr expr) {
            Spot spot = spot(expr);
            return switch (expr.getKind()) {
                case CONSTANT -> constant(spot, expr.constant());
                case IDENT -> new Syntax.Name(spot, expr.ident().name());
                case CALL -> call(spot, expr.call());
                case LIST -> new Syntax.Items(spot, all(expr.list().elements()));
                case SELECT -> new Syntax.Foreign(spot, dotted(expr));
                default -> new Syntax.Foreign(spot, "maps and messages are no part of conditions; remove it");
            };
        }

        private Syntax constant(Spot spot, CelConstant constant) {
            return switch (constant.getKind()) {
                case BOOLEAN_VALUE -> new Syntax.Truth(spot, constant.booleanValue());
                case INT64_VALUE -> new Syntax.Whole(spot, constant.int64Value());
                case DOUBLE_VALUE -> new Syntax.Fraction(spot, constant.doubleValue());
                case STRING_VALUE -> new Syntax.Text(spot, constant.stringValue());
                case UINT64_VALUE ->
                    new Syntax.Foreign(
                            spot, "unsigned numbers are no part of conditions; write " + constant.uint64Value());
                case BYTES_VALUE ->
                    new Syntax.Foreign(spot, "bytes are no part of conditions; write a text without the b before it");
                default ->
                    new Syntax.Foreign(
                            spot,
                            "there is no null: a missing feature is NaN, and temperature != temperature finds it");
            };
        }

        private Syntax call(Spot spot, CelExpr.CelCall call) {
            Optional<Operator> operator = Operator.of(call.function());
            if (operator.isPresent() && call.target().isEmpty()) {
                return new Syntax.Operation(spot, operator.get(), all(call.args()));
            }
            if (call.function().equals("_[_]")) {
                return index(spot, call.args().get(0), call.args().get(1));
            }
            return new Syntax.Foreign(
                    spot,
                    Excerpt.of(call.function())
                            + "(...) is a function, and conditions have none; write it with operators,"
                            + " for example label == 'High' || label in ['Low', 'Off']");
        }

        private Syntax index(Spot spot, CelExpr of, CelExpr key) {
            boolean features = of.getKind() == CelExpr.ExprKind.Kind.IDENT
                    && of.ident().name().equals(Variable.FEATURES);
            if (features
                    && key.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                    && key.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
                return new Syntax.Feature(spot(of), key.constant().stringValue());
            }
            return new Syntax.Foreign(
                    spot,
                    features
                            ? "the name of a feature is a constant text; write features['temperature']"
                            : "brackets are for features and lists of constants only; write features['temperature']");
        }

        private String dotted(CelExpr expr) {
            Optional<String> path = path(expr);
            if (path.isEmpty()) {
                return "a dot is no part of conditions; write features['any name'] for a feature with a dot";
            }
            String inner = Variable.FEATURES + ".";
            String name = path.get().startsWith(inner) ? path.get().substring(inner.length()) : path.get();
            return "names have no dot; write features['" + Excerpt.of(name) + "']";
        }

        private Optional<String> path(CelExpr expr) {
            return switch (expr.getKind()) {
                case IDENT -> Optional.of(expr.ident().name());
                case SELECT ->
                    path(expr.select().operand())
                            .map(inner -> inner + "." + expr.select().field());
                default -> Optional.empty();
            };
        }

        private List<Syntax> all(List<CelExpr> exprs) {
            List<Syntax> all = new ArrayList<>();
            exprs.forEach(each -> all.add(syntax(each)));
            return all;
        }

        private Spot spot(CelExpr expr) {
            int offset = source.getPositionsMap().getOrDefault(expr.id(), 0);
            return source.getOffsetLocation(offset)
                    .map(at -> new Spot(at.getLine(), at.getColumn() + 1))
                    .orElse(new Spot(1, 1));
        }
    }
}
