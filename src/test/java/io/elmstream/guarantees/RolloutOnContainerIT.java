package io.elmstream.guarantees;

import io.elmstream.support.ContainerKafka;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Which version scores a reading, on Kafka's container image, where Docker answers. */
@Testcontainers(disabledWithoutDocker = true)
class RolloutOnContainerIT extends RolloutContract {

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new ContainerKafka(folder);
    }
}
