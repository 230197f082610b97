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
 * The operations that a principal is allowed to perform on a Kafka resource, from any host.
 *
 * @param role the role that needs the grant
 * @param principal the principal in Kafka's form, for example {@code User:elmstream-governor}
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

    /** Returns the ACL bindings for Kafka's admin client. */
    public Stream<AclBinding> bindings() {
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW)));
    }
}
