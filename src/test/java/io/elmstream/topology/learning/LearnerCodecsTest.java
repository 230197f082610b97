package io.elmstream.topology.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.wire.UnreadableRecordException;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The stored forms of what a learner knows beside its sums. */
class LearnerCodecsTest {

    @Property(tries = 100)
    void shouldReadTheCourseThatItWrote(@ForAll int parent, @ForAll long first, @ForAll long rows)
            throws UnreadableRecordException {
        // Given
        Course course = new Course(parent, 0.25, first, first + 1, rows, 7);

        // When, then
        assertThat(Course.decode(course.encode())).isEqualTo(course);
    }

    @Property(tries = 100)
    void shouldReadTheVersionsThatItWrote(
            @ForAll int proposed, @ForAll long number, @ForAll @Size(max = 20) List<Integer> made)
            throws UnreadableRecordException {
        // Given
        MadeVersions versions = new MadeVersions(proposed, 5, number, made);

        // When, then
        assertThat(MadeVersions.decode(versions.encode())).isEqualTo(versions);
    }

    /** Never change these bytes: states of earlier releases are read for ever. */
    @Test
    void shouldReadWhatAnEarlierReleaseWrote() throws UnreadableRecordException {
        // When, then
        assertThat(Course.decode(HexFormat.of()
                        .parseHex("01" + "00000003" + "3fd0000000000000" + "0000000000000001" + "0000000000000002"
                                + "0000000000000064" + "0000000000000007")))
                .isEqualTo(new Course(3, 0.25, 1, 2, 100, 7));
        assertThat(MadeVersions.decode(HexFormat.of()
                        .parseHex(
                                "01" + "00000005" + "0000000000000006" + "0000000000000007" + "00000004" + "00000005")))
                .isEqualTo(new MadeVersions(5, 6, 7, List.of(4, 5)));
    }

    @Test
    void shouldRefuseOtherBytes() {
        // When, then
        assertThatThrownBy(() -> Course.decode(new byte[] {1, 2}))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("the stored course of a learner has 2 bytes and another format than 1");
        assertThatThrownBy(() -> MadeVersions.decode(new byte[] {2}))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("the stored versions of a learner have 1 bytes and another format than 1");
    }
}
