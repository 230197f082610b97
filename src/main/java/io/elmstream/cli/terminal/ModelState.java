package io.elmstream.cli.terminal;

import java.util.List;
import java.util.Locale;

/** What a version of a model is at a moment: the stations of its life, and the ways from one to the next. */
public enum ModelState {
    UPLOADED("Parts of its file have come, and wait for the others.", "publish > accepted", "a check fails > refused"),
    REFUSED("The governor let it not in, and nothing of it is kept. The answer names the reason and the field."),
    ACCEPTED(
            "Every instance has its file. It serves nothing.",
            "activate at a time > scheduled",
            "activate > champion",
            "shadow > shadow",
            "canary > canary",
            "retire > retired"),
    SCHEDULED(
            "It becomes the champion at an event time to come. Instances make it ready before.",
            "the time comes > champion",
            "rollback > superseded"),
    SHADOW(
            "It scores the readings of its share beside the champion. Its predictions go to a topic of their own.",
            "canary > canary",
            "promote, gate > champion",
            "rollback, gate > superseded"),
    CANARY(
            "Its predictions count for the sensors of its share, the champion's for the others.",
            "promote, gate > champion",
            "rollback, gate > superseded"),
    CHAMPION("Its predictions count.", "the next one, rollback > superseded"),
    SUPERSEDED(
            "It served, or was tried, and does no more. Late readings of its time still get it, unless its step was"
                    + " taken back.",
            "activate again > champion",
            "retire > retired"),
    RETIRED("Its bytes were given up. Its number is not used again.");

    private final String explanation;

    private final List<String> ways;

    /** @param ways what happens, an angle bracket, and the state that follows */
    ModelState(String explanation, String... ways) {
        this.explanation = explanation;
        this.ways = List.of(ways);
    }

    /** As it is written for people and in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The same, since options show it. */
    @Override
    public String toString() {
        return word();
    }

    /** One sentence or two for people. */
    String explanation() {
        return explanation;
    }

    /** A picture of all, as a Mermaid state diagram. */
    static String picture() {
        StringBuilder text = new StringBuilder("stateDiagram-v2\n");
        text.append("    [*] --> uploaded : in parts\n");
        text.append("    [*] --> accepted : publish\n");
        text.append("    [*] --> refused : a check fails\n");
        for (ModelState state : values()) {
            for (String way : state.ways) {
                String[] parts = way.split(" > ");
                text.append("    ")
                        .append(state.word())
                        .append(" --> ")
                        .append(parts[1])
                        .append(" : ")
                        .append(parts[0])
                        .append('\n');
            }
        }
        return text.append("    retired --> [*]\n").toString();
    }
}
