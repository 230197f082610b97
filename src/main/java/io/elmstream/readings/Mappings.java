package io.elmstream.readings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The input topics with their mappings.
 *
 * @param all at least one; if several match a topic, the first counts
 */
public record Mappings(List<Mapping> all) {

    /** @throws IllegalArgumentException if there are none */
    public Mappings {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("there must be an input topic");
        }
    }

    /** Returns the mapping of a single topic with Elmstream's own records. */
    public static Mappings elmstream(String topic) {
        return new Mappings(List.of(Mapping.elmstream(new TopicName.Exact(topic))));
    }

    /** Returns the mapping of a topic; empty if it is no input. */
    public Optional<Mapping> of(String topic) {
        return all.stream().filter(each -> each.topic().matches(topic)).findFirst();
    }

    /** Returns the mapping by which a topic is read: its own, or the first one if it is no input. */
    public Mapping reading(String topic) {
        return of(topic).orElse(all.get(0));
    }

    /** Returns whether there are records that cannot be read without earlier ones. */
    public boolean needCompletion() {
        return all.stream().anyMatch(each -> each.mqtt().isPresent());
    }

    /** Returns all topics and patterns, in words. */
    public String topics() {
        return all.stream().map(each -> each.topic().toString()).collect(Collectors.joining(", "));
    }

    /** Returns the topics that are named, in order. */
    public List<String> named() {
        return named(all.stream());
    }

    /** Returns the topics that are named and have values of a format, in order. */
    public List<String> named(Format format) {
        return named(all.stream().filter(each -> each.format() == format));
    }

    private static List<String> named(Stream<Mapping> mappings) {
        return mappings.map(Mapping::topic)
                .filter(TopicName.Exact.class::isInstance)
                .map(TopicName::toString)
                .toList();
    }

    /** Returns a pattern of all topics; empty if all are named. */
    public Optional<Pattern> pattern() {
        return named().size() == all.size()
                ? Optional.empty()
                : Optional.of(Pattern.compile(all.stream()
                        .map(each -> "(?:" + each.topic().expression() + ")")
                        .collect(Collectors.joining("|"))));
    }
}
