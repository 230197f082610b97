package io.elmstream.doctor;

import io.elmstream.client.KafkaClients;
import io.elmstream.config.Configuration;
import io.elmstream.config.Guarantee;
import io.elmstream.topics.AccessRules;
import io.elmstream.topics.Grant;
import io.elmstream.topics.PrincipalRole;
import io.elmstream.topics.TopicCatalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Asks the cluster what the principals of an instance may do with each topic, group and transactional id, and compares
 * it with what they need.
 *
 * @param configuration with the credentials of the principals
 * @param impatient sets the timeouts of a client
 */
record RightsCheck(Configuration configuration, UnaryOperator<Map<String, Object>> impatient) implements Check {

    private static final String AREA = "rights";

    private static final DescribeTopicsOptions WITH_RIGHTS =
            new DescribeTopicsOptions().includeAuthorizedOperations(true);

    @Override
    public String area() {
        return AREA;
    }

    @Override
    public List<Finding> findings() throws ExecutionException, InterruptedException {
        Map<PrincipalRole, Map<String, Object>> principals = new LinkedHashMap<>();
        principals.put(PrincipalRole.PROCESSOR, configuration.clients());
        principals.put(PrincipalRole.GOVERNOR, configuration.governorClients());
        if (configuration.learner().enabled()) {
            Map<String, Object> learner = configuration.clients();
            learner.putAll(configuration.learner().kafka());
            principals.put(PrincipalRole.LEARNER, learner);
        }
        List<Grant> grants = new AccessRules(TopicCatalog.load(), configuration).grants(Map.of());
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<PrincipalRole, Map<String, Object>> principal : principals.entrySet()) {
            findings.add(findings(principal.getKey(), principal.getValue(), grants));
        }
        return findings;
    }

    private Finding findings(PrincipalRole role, Map<String, Object> clients, List<Grant> grants)
            throws ExecutionException, InterruptedException {
        Map<String, List<AclOperation>> needed = needed(role, grants);
        List<String> missing = new ArrayList<>();
        try (Admin admin = new KafkaClients(impatient.apply(clients)).admin()) {
            Map<String, KafkaFuture<TopicDescription>> described =
                    admin.describeTopics(needed.keySet(), WITH_RIGHTS).topicNameValues();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : described.entrySet()) {
                List<AclOperation> all = needed.getOrDefault(topic.getKey(), List.of());
                allowed(topic.getValue())
                        .ifPresent(allowed -> all.stream()
                                .filter(operation -> !allowed.contains(operation))
                                .forEach(operation -> missing.add(operation + " on " + topic.getKey())));
            }
            missing.addAll(new GroupRights(admin).missing(used(role, grants)));
        }
        return judged(role, missing);
    }

    /** The grants of a role on groups, and on transactional ids if it has transactions. */
    private List<Grant> used(PrincipalRole role, List<Grant> grants) {
        boolean transactions =
                role != PrincipalRole.PROCESSOR || configuration.guarantee() == Guarantee.EXACTLY_ONCE_V2;
        return grants.stream()
                .filter(grant -> grant.role() == role)
                .filter(grant -> grant.resource().resourceType() == ResourceType.GROUP
                        || (transactions && grant.resource().resourceType() == ResourceType.TRANSACTIONAL_ID))
                .toList();
    }

    /** The operations that a role needs on each topic that is not a pattern; topics that exist need not be created. */
    private static Map<String, List<AclOperation>> needed(PrincipalRole role, List<Grant> grants) {
        return grants.stream()
                .filter(grant -> grant.role() == role)
                .filter(grant -> grant.resource().resourceType() == ResourceType.TOPIC)
                .filter(grant -> grant.resource().patternType() == PatternType.LITERAL)
                .collect(Collectors.toMap(
                        grant -> grant.resource().name(),
                        grant -> grant.operations().stream()
                                .filter(operation -> operation != AclOperation.CREATE)
                                .toList(),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    /** Returns what is allowed; empty if the topic does not exist or the cluster does not say. */
    private static Optional<Set<AclOperation>> allowed(KafkaFuture<TopicDescription> topic)
            throws ExecutionException, InterruptedException {
        try {
            return Optional.ofNullable(topic.get().authorizedOperations());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.of(Set.of());
            }
            throw e;
        }
    }

    /**
     * Judges what a role lacks.
     *
     * @param missing operations and topics, groups or transactional ids
     */
    static Finding judged(PrincipalRole role, List<String> missing) {
        return missing.isEmpty()
                ? Finding.ok(
                        AREA,
                        "the principal of the " + role.key() + " may use all its topics, groups and transactional ids")
                : Finding.fault(
                        AREA,
                        "the principal of the %s lacks %s".formatted(role.key(), String.join(", ", missing)),
                        "elmstream topics acls --format commands --config FILE");
    }
}
