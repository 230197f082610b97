package io.elmstream.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPolicyTest {

    @Property
    void shouldBeFullFromItsLargestSizeOn(
            @ForAll @IntRange(min = 1, max = BatchPolicy.LARGEST) int maxSize,
            @ForAll @IntRange(max = 70_000) int size) {
        // Given
        BatchPolicy policy = new BatchPolicy(maxSize, Duration.ofMillis(1));

        // When
        boolean full = policy.isFull(size);

        // Then
        assertThat(full).isEqualTo(size >= maxSize);
    }

    @Property
    void shouldNotLetAReadingWaitWithoutLinger(@ForAll @IntRange(min = 1, max = 70_000) int size) {
        // Given
        BatchPolicy policy = new BatchPolicy(BatchPolicy.LARGEST, Duration.ZERO);

        // When
        boolean full = policy.isFull(size);

        // Then
        assertThat(full).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 5, 'batch.max.size must be 1 to 65536, but is 0'",
        "65537, 5, 'batch.max.size must be 1 to 65536, but is 65537'",
        "1, -1, 'batch.linger.ms must be 0 to 60000, but is -1'",
        "1, 60001, 'batch.linger.ms must be 0 to 60000, but is 60001'"
    })
    void shouldRefuseWhatIsOutOfRange(int maxSize, long lingerMillis, String message) {
        // Given
        Duration linger = Duration.ofMillis(lingerMillis);

        // When / Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchPolicy(maxSize, linger))
                .withMessage(message);
    }
}
