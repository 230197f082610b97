package io.elmstream.topics;

import io.elmstream.config.Configuration;
import io.elmstream.config.PageSettings;
import io.elmstream.readings.TopicName;
import io.elmstream.topology.Names;
import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Derives the ACLs of each principal from the catalogue. The cluster denies everything that is not granted. */
public final class AccessRules {

    private static final String USER = "User:";
    private static final String STAR = "*";
    private static final Set<AclOperation> OWN_TOPIC =
            EnumSet.of(AclOperation.READ, AclOperation.WRITE, AclOperation.CREATE);

    /** What Kafka Streams calls a topic between two of its tasks, from which it deletes what has been read. */
    private static final String REPARTITION = "-repartition";

    private static final Set<AclOperation> REPARTITION_TOPIC =
            EnumSet.of(AclOperation.READ, AclOperation.WRITE, AclOperation.CREATE, AclOperation.DELETE);

    private final TopicCatalog catalog;
    private final Configuration configuration;

    /** @param configuration provides the topic names and the application id */
    public AccessRules(TopicCatalog catalog, Configuration configuration) {
        this.catalog = catalog;
        this.configuration = configuration;
    }

    /**
     * Returns all grants, ordered by role.
     *
     * @param names the principals of each role, with or without the prefix {@code User:}; a role without an entry has
     *     the principal of the catalogue
     */
    public List<Grant> grants(Map<PrincipalRole, List<String>> names) {
        List<Grant> grants = new ArrayList<>();
        catalog.principals().forEach((role, spec) -> {
            if (role != PrincipalRole.LEARNER || configuration.learner().enabled()) {
                names.getOrDefault(role, List.of(spec.name())).forEach(name -> grants.addAll(grants(spec, name)));
            }
        });
        return grants;
    }

    private List<Grant> grants(PrincipalSpec spec, String given) {
        String name = given.startsWith(USER) ? given.substring(USER.length()) : given;
        List<Grant> grants = new ArrayList<>();
        Topics topics = configuration.inference().topics();
        catalog.specs().forEach((role, topic) -> {
            Set<AclOperation> operations = operations(topic, spec);
            if (!operations.isEmpty() && configuration.topicRoles().contains(role)) {
                patterns(role, topics)
                        .forEach(each -> grants.add(grant(spec, name, ResourceType.TOPIC, each, operations)));
            }
        });
        spec.changelogs().stream()
                .filter(this::isKept)
                .forEach(topic -> grants.add(grant(
                        spec,
                        name,
                        ResourceType.TOPIC,
                        topic,
                        topic.endsWith(REPARTITION) ? REPARTITION_TOPIC : OWN_TOPIC)));
        spec.olderChangelogs()
                .forEach(topic -> grants.add(grant(spec, name, ResourceType.TOPIC, topic, Set.of(AclOperation.READ))));
        spec.groups()
                .forEach(group -> grants.add(grant(spec, name, ResourceType.GROUP, group, Set.of(AclOperation.READ))));
        spec.transactionalIds()
                .forEach(id ->
                        grants.add(grant(spec, name, ResourceType.TRANSACTIONAL_ID, id, Set.of(AclOperation.WRITE))));
        return grants;
    }

    /** Returns the topics of a role, of which readings may have several; a star stands for the rest of their names. */
    private Set<String> patterns(TopicRole role, Topics topics) {
        Set<String> patterns = new LinkedHashSet<>(Set.of(role.nameIn(topics)));
        if (role == TopicRole.READINGS) {
            configuration.inference().mappings().all().forEach(mapping -> {
                TopicName input = mapping.topic();
                patterns.add(input instanceof TopicName.Matching any ? any.prefix() + STAR : input.toString());
            });
        }
        return patterns;
    }

    /** Only a mapping whose records need earlier ones has states of edge nodes. */
    private boolean isKept(String changelog) {
        return configuration.inference().mappings().needCompletion()
                || !changelog.endsWith(Names.changelogOf("APPLICATION", Names.NODE_STATE_STORE));
    }

    private Set<AclOperation> operations(TopicSpec topic, PrincipalSpec principal) {
        Set<AclOperation> operations = EnumSet.noneOf(AclOperation.class);
        PrincipalRole role = principal.role();
        if (topic.readers().contains(role)
                || (configuration.page().isPresent() && topic.pageReaders().contains(role))) {
            operations.add(AclOperation.READ);
        }
        if (topic.writers().contains(role)
                || (configuration.page().filter(PageSettings::actions).isPresent()
                        && topic.pageWriters().contains(role))) {
            operations.add(AclOperation.WRITE);
        }
        if (principal.checksTopics()) {
            if (operations.isEmpty()) {
                // READ and WRITE imply DESCRIBE
                operations.add(AclOperation.DESCRIBE);
            }
            operations.add(AclOperation.DESCRIBE_CONFIGS);
            if (configuration.createTopics()) {
                operations.add(AclOperation.CREATE);
            }
        }
        return operations;
    }

    private Grant grant(
            PrincipalSpec spec, String principal, ResourceType type, String pattern, Set<AclOperation> operations) {
        String name =
                pattern.replace("APPLICATION", configuration.applicationId()).replace("PRINCIPAL", principal);
        // a prefix is one character or more; the star by itself means all names
        ResourcePattern resource = pattern.endsWith(STAR) && !pattern.equals(STAR)
                ? new ResourcePattern(type, name.substring(0, name.length() - STAR.length()), PatternType.PREFIXED)
                : new ResourcePattern(type, name, PatternType.LITERAL);
        return new Grant(spec.role(), USER + principal, resource, operations);
    }
}
