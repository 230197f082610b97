package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.elmstream.client.PartitionOffsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnreadPartitionsTest {

    private static final TopicPartition OWN = new TopicPartition("readings", 0);
    private static final TopicPartition OTHER = new TopicPartition("readings", 1);
    private static final TopicPartition ADDED = new TopicPartition("readings", 2);

    private final UnreadPartitions unread = new UnreadPartitions(Duration.ofSeconds(10));

    @Test
    void shouldNamePartitionsThatNoTaskHas() throws Exception {
        // Given
        look(0, true, 5, 5, 0, nobodyAsks());
        look(1_000, true, 7, 9, 300, nobodyAsks());

        // When, then
        assertThat(look(11_000, true, 7, 9, 300, nobodyAsks())).isEmpty();
        assertThat(look(12_000, true, 7, 9, 300, () -> Optional.of(Set.of(0, 1))))
                .hasValueSatisfying(warning -> assertThat(warning)
                        .contains(
                                "no task of any instance reads readings-2, where 300 readings wait",
                                "metadata.max.age.ms"));
        assertThat(look(13_000, true, 7, 9, 300, () -> Optional.of(Set.of(0))))
                .hasValueSatisfying(
                        warning -> assertThat(warning).contains("readings-1, readings-2, where 302 readings wait"));
        assertThat(look(14_000, true, 7, 9, 300, () -> Optional.of(Set.of(0, 1, 2))))
                .isEmpty();
    }

    @Test
    void shouldSayNothingWhilePartitionsAreAssigned() throws Exception {
        // Given
        look(0, true, 0, 0, 300, nobodyAsks());

        // When, then
        assertThat(look(60_000, true, 0, 0, 300, Optional::empty)).isEmpty();
    }

    @Test
    void shouldNotAskWhileTheApplicationIsPausedOrReadingsMove() throws Exception {
        // When, then
        look(0, false, 0, 9, 300, nobodyAsks());
        look(60_000, false, 0, 9, 300, nobodyAsks());
        look(61_000, true, 5, 9, 0, nobodyAsks());
        assertThat(look(72_000, true, 6, 9, 0, nobodyAsks())).isEmpty();
    }

    private Optional<String> look(
            long at, boolean mayMove, long otherNext, long otherEnd, long added, UnreadPartitions.Assigned assigned)
            throws Exception {
        return unread.warning(
                new Progress.Look(
                        at,
                        Set.of(OWN),
                        Map.of(
                                OWN, new PartitionOffsets(OptionalLong.of(0), 0, 1_000),
                                OTHER, new PartitionOffsets(OptionalLong.of(otherNext), 0, otherEnd),
                                ADDED, new PartitionOffsets(OptionalLong.empty(), 0, added)),
                        Map.of(),
                        mayMove),
                assigned);
    }

    private static UnreadPartitions.Assigned nobodyAsks() {
        return () -> fail("the group is asked");
    }
}
