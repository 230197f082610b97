package io.elmstream.topics;

import java.util.List;

/**
 * The Kafka resources that a principal needs, besides the topics of the catalogue. Names can contain the placeholders
 * {@code APPLICATION} and {@code PRINCIPAL}, and are prefixes if they end with a star.
 *
 * @param role the role of the principal
 * @param name the default name
 * @param summary the people or programs that use it
 * @param checksTopics whether it describes all topics and their settings at startup
 * @param groups its consumer groups
 * @param transactionalIds its transactional ids
 * @param changelogs the internal topics that it creates, writes and reads
 * @param olderChangelogs the internal topics of an earlier release, which it reads once
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
