package io.elmstream.doctor;

import io.elmstream.topics.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Asks the cluster what a principal may do with its groups and transactional ids. Of a group that does not exist, and
 * of a transactional id, the cluster only says whether the principal may describe it, which whoever may use it may; so
 * a right that is missing is not always found, but what is found is missing.
 *
 * @param admin with the credentials of the principal; not closed here
 */
record GroupRights(Admin admin) {

    private static final DescribeConsumerGroupsOptions WITH_RIGHTS =
            new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);

    /** The rest of a transactional id of which only the beginning is given. Nobody uses it. */
    private static final String SOME = "doctor";

    /**
     * Returns what is missing, as words.
     *
     * @param grants those of the principal
     */
    List<String> missing(List<Grant> grants) throws ExecutionException, InterruptedException {
        List<String> missing = new ArrayList<>();
        for (Grant grant : grants) {
            ResourcePattern resource = grant.resource();
            Optional<Set<AclOperation>> allowed = allowed(resource);
            for (AclOperation operation : grant.operations()) {
                if (allowed.isPresent() && !allowed.get().contains(operation)) {
                    missing.add(words(operation, resource));
                }
            }
        }
        return missing;
    }

    private static String words(AclOperation operation, ResourcePattern resource) {
        String kind = resource.resourceType() == ResourceType.GROUP ? "group" : "transactional id";
        String rest = resource.patternType() == PatternType.PREFIXED ? "*" : "";
        return operation + " on " + kind + " " + resource.name() + rest;
    }

    /** Returns what is allowed; empty if the cluster does not say. */
    private Optional<Set<AclOperation>> allowed(ResourcePattern resource)
            throws ExecutionException, InterruptedException {
        String name = resource.patternType() == PatternType.PREFIXED ? resource.name() + SOME : resource.name();
        return switch (resource.resourceType()) {
            case GROUP -> {
                var groups =
                        admin.describeConsumerGroups(List.of(name), WITH_RIGHTS).describedGroups();
                yield answer(Objects.requireNonNull(groups.get(name)).thenApply(GroupRights::operations));
            }
            case TRANSACTIONAL_ID ->
                answer(admin.describeTransactions(List.of(name))
                        .description(name)
                        .thenApply(described -> Optional.<Set<AclOperation>>empty()));
            default -> Optional.empty();
        };
    }

    private static Optional<Set<AclOperation>> operations(ConsumerGroupDescription group) {
        return Optional.ofNullable(group.authorizedOperations());
    }

    private static Optional<Set<AclOperation>> answer(KafkaFuture<Optional<Set<AclOperation>>> asked)
            throws ExecutionException, InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.of(Set.of());
            }
            // brokers before 3.0 cannot describe a transactional id
            if (e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof TransactionalIdNotFoundException
                    || e.getCause() instanceof UnsupportedVersionException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
