package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.elm.Activation;
import io.elmstream.elm.UnitFamily;
import io.elmstream.training.LayerPlan;
import io.elmstream.training.TrainingPlan;
import io.elmstream.training.UnitPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name the hidden layer. */
final class LayerOptions {

    private enum Kind {
        mixed,
        family,
        contrast,
        radial,
        linear
    }

    /** The options by the names that their values have in a plan. */
    private static final Map<String, String> NAMES =
            Map.of("units", "--hidden", "activation", "--activation", "nearest", "--nearest", "gains", "--gains");

    @Option(
            names = "--hidden",
            paramLabel = "L",
            description = "hidden units. With neither --layer nor --activation, a few kinds of units are compared,"
                    + " and the best is taken; without --hidden their number is searched, too, as with --auto")
    private @Nullable Integer hidden;

    @Option(
            names = "--layer",
            paramLabel = "KIND,...",
            hideParamSyntax = true,
            split = ",",
            description = "the kind of hidden units: mixed, which see 2, 3, 4 or all features; family, which see"
                    + " few; contrast, each of which tells two training rows apart; radial, around training rows;"
                    + " linear, none. Several kinds share the number. Direct links from features to outputs are"
                    + " added. Without this option but with --activation: mixed without direct links")
    private List<Kind> kinds = List.of();

    @Option(
            names = "--activation",
            paramLabel = "A",
            description =
                    "the activation of units that are not radial: SIGMOID, TANH, RELU or CLIP, which cuts off at -1"
                            + " and 1 (default: SIGMOID without --layer, else TANH)")
    private @Nullable Activation activation;

    @Option(
            names = "--widths",
            paramLabel = "K,...",
            hideParamSyntax = true,
            split = ",",
            description = "family: the numbers of features that units see, in turn (default: 2,3,4)")
    private List<Integer> widths = List.of();

    @Option(
            names = "--gains",
            paramLabel = "G,...",
            hideParamSyntax = true,
            split = ",",
            description = "family: how steep units are, in turn (default: 2)")
    private List<Float> gains = List.of();

    @Option(names = "--anchored", description = "family: each unit bends at a training row")
    private boolean anchored;

    @Option(
            names = "--width",
            paramLabel = "K,...",
            hideParamSyntax = true,
            split = ",",
            description = "contrast: the numbers of features that units see, in turn (default: 8)")
    private List<Integer> width = List.of();

    @Option(
            names = "--nearest",
            paramLabel = "N",
            description =
                    "contrast: a unit tells a training row from the nearest of N rows of other classes (default: 1)")
    private @Nullable Integer nearest;

    @Option(names = "--gamma", paramLabel = "G", description = "radial: how narrow units are (default: 0.4)")
    private @Nullable Float gamma;

    @Option(names = "--no-direct", description = "without direct links from features to outputs")
    private boolean noDirect;

    /** Returns the number of hidden units, if it is named. */
    Optional<Integer> hidden() {
        Optional<Integer> units = Optional.ofNullable(hidden);
        if (units.isPresent() && (units.get() < 1 || units.get() > TrainingPlan.MAX_UNITS)) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    "--hidden must be from 1 to " + TrainingPlan.MAX_UNITS + ", but is " + units.get(),
                    "--hidden");
        }
        return units;
    }

    /** Returns whether nothing but the number of units is named. */
    boolean open() {
        return kinds.isEmpty() && activation == null && shapes().isEmpty() && !noDirect;
    }

    /** Returns the layer that the options name. */
    LayerPlan plan() {
        check();
        if (kinds.isEmpty()) {
            return checked("--hidden", () -> LayerPlan.mixed(units(), or(activation, Activation.SIGMOID)));
        }
        if (kinds.equals(List.of(Kind.linear))) {
            return checked("--no-direct", () -> new LayerPlan(List.of(), !noDirect));
        }
        List<UnitPlan> parts = new ArrayList<>();
        int taken = 0;
        for (Kind kind : kinds) {
            int upTo = (int) ((long) units() * (parts.size() + 1) / kinds.size());
            int units = upTo - taken;
            parts.add(checked(option(kind), () -> part(kind, units)));
            taken = upTo;
        }
        return checked("--layer", () -> new LayerPlan(parts, !noDirect));
    }

    private UnitPlan part(Kind kind, int units) {
        Activation bend = or(activation, Activation.TANH);
        return switch (kind) {
            case mixed -> new UnitPlan.Mixed(units, bend);
            case family ->
                new UnitPlan.Family(
                        units,
                        bend,
                        new UnitFamily(
                                widths.isEmpty() ? List.of(2, 3, 4) : widths, gains.isEmpty() ? List.of(2f) : gains),
                        anchored);
            case contrast -> new UnitPlan.Contrast(units, bend, width.isEmpty() ? List.of(8) : width, or(nearest, 1));
            case radial -> new UnitPlan.Radial(units, or(gamma, 0.4f));
            case linear ->
                throw new IllegalArgumentException("linear has no hidden units; other kinds have direct links anyway");
        };
    }

    /** Checks that every named option has an effect. */
    private void check() {
        for (String option : shapes()) {
            require(kinds.contains(kindOf(option)), option, "needs --layer " + kindOf(option));
        }
        if (kinds.isEmpty()) {
            require(!noDirect, "--no-direct", "needs --layer; without it, there are no direct links anyway");
            return;
        }
        boolean bends = kinds.stream().anyMatch(kind -> kind != Kind.radial && kind != Kind.linear);
        String only = "--layer " + kinds.stream().distinct().map(Kind::name).collect(Collectors.joining(","));
        require(
                bends || activation == null,
                "--activation",
                "has no effect with " + only + ", whose units have no other activation than their own");
        boolean linear = kinds.equals(List.of(Kind.linear));
        require(!linear || hidden == null, "--hidden", "has no effect with " + only + ", which has no hidden units");
        require(
                linear || units() >= kinds.size(),
                "--hidden",
                "must be " + kinds.size() + " or more, one unit for each kind of --layer, but is " + hidden);
    }

    private static void require(boolean holds, String option, String otherwise) {
        if (!holds) {
            throw new CommandFailure("BAD_VALUE", option + " " + otherwise, option);
        }
    }

    /** Returns the options of the shape of units that are named. */
    private List<String> shapes() {
        Map<String, Boolean> named = new LinkedHashMap<>();
        named.put("--widths", !widths.isEmpty());
        named.put("--gains", !gains.isEmpty());
        named.put("--anchored", anchored);
        named.put("--width", !width.isEmpty());
        named.put("--nearest", nearest != null);
        named.put("--gamma", gamma != null);
        return named.keySet().stream().filter(named::get).toList();
    }

    private int units() {
        return hidden().orElseThrow(() ->
                new CommandFailure("BAD_VALUE", "--hidden is missing: the number of hidden units", "--hidden"));
    }

    private <T> T checked(String option, Supplier<T> plan) {
        try {
            return plan.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String named = NAMES.entrySet().stream()
                    .filter(name -> message.startsWith(name.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(option);
            throw new CommandFailure("BAD_VALUE", named + ": " + message, named);
        }
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static Kind kindOf(String option) {
        return switch (option) {
            case "--width", "--nearest" -> Kind.contrast;
            case "--gamma" -> Kind.radial;
            default -> Kind.family;
        };
    }

    private static String option(Kind kind) {
        return switch (kind) {
            case mixed -> "--activation";
            case family -> "--widths";
            case contrast -> "--width";
            case radial -> "--gamma";
            case linear -> "--layer";
        };
    }
}
