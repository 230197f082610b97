package io.elmstream.app;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Counts who is in a group, whatever protocol it follows. */
final class GroupMembers {

    private GroupMembers() {}

    /**
     * How many members a group has; none where there is no such group.
     *
     * @throws ExecutionException if the cluster does not answer, or refuses
     */
    static int count(Admin admin, String group) throws ExecutionException, InterruptedException {
        try {
            return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return streams(admin, group);
            }
            throw e;
        }
    }

    private static int streams(Admin admin, String group) throws ExecutionException, InterruptedException {
        try {
            return admin.describeStreamsGroups(List.of(group)).all().get().get(group).members().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException || e.getCause() instanceof UnsupportedVersionException) {
                return 0;
            }
            throw e;
        }
    }
}
