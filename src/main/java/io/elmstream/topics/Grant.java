package io.elmstream.topics;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;

/**
 * What a principal may do with something of Kafka's, from any host.
 *
 * @param role why
 * @param principal as Kafka names it, for example {@code User:elmstream-governor}
 * @param resource topics, consumer groups or transactional ids
 * @param operations one or more, in Kafka's order
 */
public record Grant(PrincipalRole role, String principal, ResourcePattern resource, List<AclOperation> operations) {

    private static final String ANY_HOST = "*";

    Grant(PrincipalRole role, String principal, ResourcePattern resource, Set<AclOperation> operations) {
        this(role, principal, resource, operations.stream().sorted().toList());
    }

    public Grant {
        operations = List.copyOf(operations);
    }

    /** The same as Kafka's admin client takes it. */
    public Stream<AclBinding> bindings() {
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW)));
    }
}
