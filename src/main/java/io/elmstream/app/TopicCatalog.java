package io.elmstream.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How every topic is meant to be: {@code topology/topics.yaml}, which is in the jar.
 *
 * @param specs one for each role, in the order of the roles
 */
public record TopicCatalog(Map<TopicRole, TopicSpec> specs) {

    private static final String RESOURCE = "/topology/topics.yaml";

    private static final ObjectReader READER = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build()
            .readerFor(new TypeReference<Map<String, Entry>>() {});

    /** An entry of the file. */
    private record Entry(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String summary,
            @JsonProperty(required = true) int partitions,
            @JsonProperty(required = true) boolean fixed,
            @JsonProperty(required = true) String cleanup,
            @Nullable String retention,
            @JsonProperty("max-message-bytes") @Nullable Integer maxMessageBytes,
            @JsonProperty(required = true) String key,
            @JsonProperty(required = true) String value,
            @JsonProperty(required = true) List<String> writers,
            @JsonProperty(required = true) List<String> readers) {}

    public TopicCatalog {
        for (TopicRole role : TopicRole.values()) {
            if (!specs.containsKey(role)) {
                throw new IllegalArgumentException("topics.yaml: the role " + role.key() + " is missing");
            }
        }
        specs = Collections.unmodifiableMap(new EnumMap<>(specs));
    }

    /** The catalogue that is in the jar. */
    public static TopicCatalog load() {
        try (InputStream in = TopicCatalog.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the build has left out " + RESOURCE);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    /** @throws IllegalArgumentException if the text is not a catalogue; names the role and the field */
    static TopicCatalog parse(String yaml) {
        Map<TopicRole, TopicSpec> specs = new EnumMap<>(TopicRole.class);
        try {
            Map<String, Entry> entries = READER.readValue(yaml);
            entries.forEach((key, entry) -> {
                TopicRole role = TopicRole.of(key)
                        .orElseThrow(() -> new IllegalArgumentException("topics.yaml: '" + key + "' is not a role"));
                specs.put(role, spec(role, entry));
            });
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("topics.yaml: " + e.getMessage(), e);
        }
        return new TopicCatalog(specs);
    }

    /** How the topic with a role is meant to be. */
    public TopicSpec spec(TopicRole role) {
        return specs.get(role);
    }

    /** The same with another proposal for the partitions of topics that are proposed to have more than one. */
    public TopicCatalog withPartitions(int partitions) {
        Map<TopicRole, TopicSpec> changed = new EnumMap<>(specs);
        changed.replaceAll((role, spec) -> spec.partitions() == 1 ? spec : spec.withPartitions(partitions));
        return new TopicCatalog(changed);
    }

    private static TopicSpec spec(TopicRole role, Entry entry) {
        try {
            return new TopicSpec(
                    role,
                    entry.name(),
                    entry.summary(),
                    entry.partitions(),
                    entry.fixed(),
                    TopicSpec.Cleanup.valueOf(entry.cleanup().toUpperCase(Locale.ROOT)),
                    Optional.ofNullable(entry.retention()).map(Duration::parse),
                    entry.maxMessageBytes() == null ? OptionalInt.empty() : OptionalInt.of(entry.maxMessageBytes()),
                    entry.key(),
                    entry.value(),
                    entry.writers(),
                    entry.readers());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IllegalArgumentException("topics.yaml, " + role.key() + ": " + e.getMessage(), e);
        }
    }
}
