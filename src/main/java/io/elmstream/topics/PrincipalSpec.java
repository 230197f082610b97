package io.elmstream.topics;

import java.util.List;

/**
 * What a principal needs of Kafka beyond writing and reading topics. Names may hold {@code APPLICATION} and
 * {@code PRINCIPAL}, and end with a star for whatever follows.
 *
 * @param role what it is for
 * @param name the name where nothing else is given
 * @param summary who that is
 * @param checksTopics whether it looks at all topics and their settings before it starts
 * @param groups consumer groups that it is in
 * @param transactionalIds of its transactions
 * @param changelogs internal topics that it creates, writes and reads
 * @param olderChangelogs internal topics of an earlier release, which it reads once
 */
public record PrincipalSpec(
        PrincipalRole role,
        String name,
        String summary,
        boolean checksTopics,
        List<String> groups,
        List<String> transactionalIds,
        List<String> changelogs,
        List<String> olderChangelogs) {

    public PrincipalSpec {
        groups = List.copyOf(groups);
        transactionalIds = List.copyOf(transactionalIds);
        changelogs = List.copyOf(changelogs);
        olderChangelogs = List.copyOf(olderChangelogs);
    }
}
