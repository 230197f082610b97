package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.topics.PrincipalRole;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options for the Kafka principals of Elmstream's roles. */
final class PrincipalOptions {

    @Option(
            names = "--processor",
            paramLabel = "NAME",
            description = "the principal of the instances, as authenticated with kafka.*")
    private List<String> processor = List.of();

    @Option(
            names = "--governor",
            paramLabel = "NAME",
            description = "the principal of the governors, as authenticated with governor.kafka.*")
    private List<String> governor = List.of();

    @Option(
            names = "--learner",
            paramLabel = "NAME",
            description = "the principal of the learners, as authenticated with learn.kafka.*")
    private List<String> learner = List.of();

    @Option(
            names = "--operators",
            paramLabel = "NAME",
            description = "the people or programs that are allowed to change models")
    private List<String> operators = List.of();

    @Option(names = "--senders", paramLabel = "NAME", description = "the producers of readings")
    private List<String> senders = List.of();

    @Option(names = "--labellers", paramLabel = "NAME", description = "the senders of labels, where models learn")
    private List<String> labellers = List.of();

    @Option(
            names = "--readers",
            paramLabel = "NAME",
            description = "the consumers of the output topics; the names of their consumer groups start with"
                    + " the principal's name")
    private List<String> readers = List.of();

    @Option(
            names = "--replayers",
            paramLabel = "NAME",
            description = "the people or programs that are allowed to replay dead letters")
    private List<String> replayers = List.of();

    /** Returns the given names by role. */
    Map<PrincipalRole, List<String>> names() {
        Map<PrincipalRole, List<String>> names = new EnumMap<>(PrincipalRole.class);
        for (PrincipalRole role : PrincipalRole.values()) {
            List<String> given = given(role);
            if (given.stream().anyMatch(String::isBlank)) {
                throw new CommandFailure("BAD_VALUE", "--" + role.key() + " must not be blank", "--" + role.key());
            }
            if (!given.isEmpty()) {
                names.put(role, given);
            }
        }
        return names;
    }

    private List<String> given(PrincipalRole role) {
        return switch (role) {
            case PROCESSOR -> processor;
            case GOVERNOR -> governor;
            case LEARNER -> learner;
            case OPERATORS -> operators;
            case SENDERS -> senders;
            case LABELLERS -> labellers;
            case READERS -> readers;
            case REPLAYERS -> replayers;
        };
    }
}
