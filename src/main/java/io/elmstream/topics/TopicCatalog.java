package io.elmstream.topics;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.elmstream.topology.TopicRole;
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
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The required settings of every topic and the permissions of the principals, as defined in
 * {@code topology/topics.yaml}, which is part of the jar.
 *
 * @param specs the specification of each topic, in the order of the roles
 * @param principals the specification of each principal, in the order of the roles
 */
public record TopicCatalog(Map<TopicRole, TopicSpec> specs, Map<PrincipalRole, PrincipalSpec> principals) {

    private static final String RESOURCE = "/topology/topics.yaml";

    private static final ObjectReader READER = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build()
            .readerFor(Catalog.class);

    /** The root of the file. */
    private record Catalog(
            @JsonProperty(required = true) Map<String, TopicEntry> topics,
            @JsonProperty(required = true) Map<String, PrincipalEntry> principals) {}

    private record TopicEntry(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String summary,
            @JsonProperty(required = true) int partitions,
            @JsonProperty(required = true) boolean fixed,
            @JsonProperty(required = true) String cleanup,
            @Nullable String retention,
            @Nullable String segment,
            @JsonProperty("max-message-bytes") @Nullable Integer maxMessageBytes,
            @JsonProperty("broker-time") @Nullable Boolean brokerTime,
            @JsonProperty(required = true) String key,
            @JsonProperty(required = true) String value,
            @JsonProperty(required = true) List<String> writers,
            @JsonProperty(required = true) List<String> readers,
            @JsonProperty("page-readers") @Nullable List<String> pageReaders,
            @JsonProperty("page-writers") @Nullable List<String> pageWriters) {}

    private record PrincipalEntry(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String summary,
            @JsonProperty("checks-topics") @Nullable Boolean checksTopics,
            @Nullable List<String> groups,
            @JsonProperty("transactional-ids") @Nullable List<String> transactionalIds,
            @Nullable List<String> changelogs,
            @JsonProperty("older-changelogs") @Nullable List<String> olderChangelogs) {}

    public TopicCatalog {
        for (TopicRole role : TopicRole.values()) {
            if (!specs.containsKey(role)) {
                throw new IllegalArgumentException("topics.yaml: the role " + role.key() + " is missing");
            }
        }
        for (PrincipalRole role : PrincipalRole.values()) {
            if (!principals.containsKey(role)) {
                throw new IllegalArgumentException("topics.yaml: the principal " + role.key() + " is missing");
            }
        }
        specs = Collections.unmodifiableMap(new EnumMap<>(specs));
        principals = Collections.unmodifiableMap(new EnumMap<>(principals));
    }

    /** Loads the catalogue from the jar. */
    public static TopicCatalog load() {
        try (InputStream in = TopicCatalog.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the jar does not contain " + RESOURCE);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    /**
     * Parses a catalogue.
     *
     * @throws IllegalArgumentException if the text is not a catalogue; the message names the role and the field
     */
    static TopicCatalog parse(String yaml) {
        Map<TopicRole, TopicSpec> specs = new EnumMap<>(TopicRole.class);
        Map<PrincipalRole, PrincipalSpec> principals = new EnumMap<>(PrincipalRole.class);
        try {
            Catalog catalog = READER.readValue(yaml);
            catalog.topics().forEach((key, entry) -> {
                TopicRole role = TopicRole.of(key)
                        .orElseThrow(() -> new IllegalArgumentException("topics.yaml: '" + key + "' is not a role"));
                specs.put(role, spec(role, entry));
            });
            catalog.principals().forEach((key, entry) -> {
                PrincipalRole role = PrincipalRole.of(key)
                        .orElseThrow(
                                () -> new IllegalArgumentException("topics.yaml: '" + key + "' is not a principal"));
                principals.put(role, spec(role, entry));
            });
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("topics.yaml: " + e.getMessage(), e);
        }
        return new TopicCatalog(specs, principals);
    }

    /** Returns the specification of the topic with a role. */
    public TopicSpec spec(TopicRole role) {
        return Objects.requireNonNull(specs.get(role));
    }

    /** Returns a copy with another default number of partitions for the topics that have more than one by default. */
    public TopicCatalog withPartitions(int partitions) {
        Map<TopicRole, TopicSpec> changed = new EnumMap<>(specs);
        changed.replaceAll((role, spec) -> spec.partitions() == 1 ? spec : spec.withPartitions(partitions));
        return new TopicCatalog(changed, principals);
    }

    private static List<PrincipalRole> principals(List<String> keys) {
        return keys.stream()
                .map(key -> PrincipalRole.of(key)
                        .orElseThrow(() -> new IllegalArgumentException("'" + key + "' is not a principal")))
                .toList();
    }

    private static PrincipalSpec spec(PrincipalRole role, PrincipalEntry entry) {
        return new PrincipalSpec(
                role,
                entry.name(),
                entry.summary(),
                Boolean.TRUE.equals(entry.checksTopics()),
                orNone(entry.groups()),
                orNone(entry.transactionalIds()),
                orNone(entry.changelogs()),
                orNone(entry.olderChangelogs()));
    }

    private static List<String> orNone(@Nullable List<String> names) {
        return names == null ? List.of() : names;
    }

    private static TopicSpec spec(TopicRole role, TopicEntry entry) {
        try {
            return new TopicSpec(
                    role,
                    entry.name(),
                    entry.summary(),
                    entry.partitions(),
                    entry.fixed(),
                    TopicSpec.Cleanup.valueOf(entry.cleanup().toUpperCase(Locale.ROOT)),
                    Optional.ofNullable(entry.retention()).map(Duration::parse),
                    Optional.ofNullable(entry.segment()).map(Duration::parse),
                    entry.maxMessageBytes() == null ? OptionalInt.empty() : OptionalInt.of(entry.maxMessageBytes()),
                    Boolean.TRUE.equals(entry.brokerTime()),
                    entry.key(),
                    entry.value(),
                    principals(entry.writers()),
                    principals(entry.readers()),
                    principals(orNone(entry.pageReaders())),
                    principals(orNone(entry.pageWriters())));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IllegalArgumentException("topics.yaml, " + role.key() + ": " + e.getMessage(), e);
        }
    }
}
