package io.elmstream.doctor;

import io.elmstream.governor.Clocks;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Compares the clock of this machine with that of the active controller, which says in the description of its quorum
 * what time it is there.
 */
record ClockCheck(Admin admin, InstantSource clock) implements Check {

    private static final String AREA = "clock";

    @Override
    public String area() {
        return AREA;
    }

    @Override
    public List<Finding> findings() throws ExecutionException, InterruptedException {
        long before = clock.millis();
        try {
            QuorumInfo quorum = admin.describeMetadataQuorum().quorumInfo().get();
            long after = clock.millis();
            return quorum.voters().stream()
                    .filter(voter -> voter.replicaId() == quorum.leaderId())
                    .map(QuorumInfo.ReplicaState::lastCaughtUpTimestamp)
                    .filter(OptionalLong::isPresent)
                    .findFirst()
                    .map(there -> List.of(judged(before, there.getAsLong(), after)))
                    .orElseGet(() -> List.of(unknown("the controller does not tell its time")));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return List.of(unknown("this user lacks the right DESCRIBE on the cluster"));
            }
            if (e.getCause() instanceof UnsupportedVersionException) {
                return List.of(unknown("the cluster is too old to tell its time"));
            }
            throw e;
        }
    }

    /**
     * Judges the difference; times are epoch milliseconds.
     *
     * @param before when the question was sent, by this machine's clock
     * @param there the time of the controller
     * @param after when the answer arrived, by this machine's clock
     */
    static Finding judged(long before, long there, long after) {
        // the answer was made at some moment in between
        long behind = Math.max(0, there - after);
        long ahead = Math.max(0, before - there);
        if (behind <= Clocks.TOLERANCE && ahead <= Clocks.TOLERANCE) {
            return Finding.ok(
                    AREA,
                    Optional.of(Math.max(behind, ahead))
                            .filter(millis -> millis > 0)
                            .map(millis -> "%,d ms apart from the cluster's".formatted(millis))
                            .orElse("the same as the cluster's"));
        }
        return Finding.fault(
                AREA,
                "this machine's clock is %,d s %s the cluster's, so models change at other readings than meant"
                        .formatted(Math.max(behind, ahead) / 1_000, behind > 0 ? "behind" : "ahead of"),
                "set the clocks, for example with chronyd");
    }

    private static Finding unknown(String why) {
        return Finding.ok(AREA, "not compared with the cluster's, because " + why);
    }
}
