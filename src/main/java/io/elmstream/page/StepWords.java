package io.elmstream.page;

import io.elmstream.rollout.Step;
import io.elmstream.rollout.Step.Deployment;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a step of a timeline is about.
 *
 * @param kind activate, challenge, promote, rollback or gate
 * @param version that it brings, or that serves again
 * @param who the request that asked for it, or its gate; empty if it does not say
 * @param why the figures; empty if there are none
 */
record StepWords(String kind, int version, String who, String why) {

    private static final Pattern BY = Pattern.compile(" by (request [^\\s:;]+|its gate)[:;]?\\s*(.*)", Pattern.DOTALL);

    static StepWords of(Step step) {
        Matcher by = BY.matcher(step.reason());
        boolean known = by.find();
        String who = known ? by.group(1) : "";
        String why = Texts.cut(known ? by.group(2) : step.reason());
        int version = step instanceof Deployment deployment ? deployment.brings() : step.champion();
        return new StepWords(kind(step, who), version, who, why);
    }

    private static String kind(Step step, String who) {
        if (who.equals("its gate")) {
            return "gate";
        }
        if (step.takesBack().isPresent()) {
            return "rollback";
        }
        if (step.challenger().isPresent()) {
            return "challenge";
        }
        return step.reason().startsWith("promoted") ? "promote" : "activate";
    }
}
