package io.elmstream.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Random rule sets with everything that a document can say. */
final class RandomRuleSets {

    private static final List<String> TEXTS =
            List.of("High", "a: b", "# x", "\"'\\", "déjà vu 🌡", "1", "true", "~", "a\nb");

    private final Random random;

    RandomRuleSets(Random random) {
        this.random = random;
    }

    RuleSet set() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 1 + random.nextInt(RuleSet.MAX_RULES); i > 0; i--) {
            rules.add(rule("rule-" + i));
        }
        List<RuleProbe> probes = new ArrayList<>();
        for (int i = random.nextInt(10); i >= 0; i--) {
            probes.add(probe(rules));
        }
        return new RuleSet("m" + random.nextInt(9), 1 + random.nextInt(Integer.MAX_VALUE), rules, probes);
    }

    private Rule rule(String name) {
        Optional<RuleAlert> alert = maybe(new RuleAlert(text(), Severity.values()[random.nextInt(3)], trigger()));
        if (alert.isPresent() && alert.get().trigger() instanceof Trigger.Silent) {
            return new Rule(name, Optional.empty(), Optional.empty(), false, false, alert);
        }
        return new Rule(
                name,
                Optional.of("temperature > " + random.nextInt(100) + " ||\n\t label == '" + text() + "'"),
                maybe(text()),
                random.nextBoolean(),
                alert.isEmpty() || random.nextBoolean(),
                alert);
    }

    private Trigger trigger() {
        int of = 1 + random.nextInt(Trigger.MAX_WINDOW);
        Duration duration = Duration.ofSeconds(1 + random.nextInt((int) Trigger.LONGEST.toSeconds()));
        return switch (random.nextInt(4)) {
            case 0 -> new Trigger.Hits(1 + random.nextInt(of), of);
            case 1 -> new Trigger.Held(Duration.ZERO, Optional.of(text()));
            case 2 -> new Trigger.Held(duration, maybe(text()));
            default -> new Trigger.Silent(duration);
        };
    }

    private RuleProbe probe(List<Rule> rules) {
        Map<String, Double> features = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            features.put(text(), number());
        }
        List<String> fired = rules.stream()
                .map(Rule::name)
                .filter(any -> random.nextInt(4) == 0)
                .toList();
        return new RuleProbe(
                features,
                text(),
                random.nextDouble(),
                random.nextFloat(),
                random.nextBoolean(),
                random.nextBoolean() ? 0 : random.nextDouble(),
                1 + random.nextInt(9),
                text(),
                text(),
                Math.abs(number()),
                new RuleProbe.Expectation(
                        fired, maybe(text()), maybe(random.nextBoolean()), maybe(random.nextBoolean())));
    }

    private double number() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(100);
            case 1 -> -0.0;
            case 2 -> Float.MAX_VALUE;
            default -> random.nextGaussian();
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
