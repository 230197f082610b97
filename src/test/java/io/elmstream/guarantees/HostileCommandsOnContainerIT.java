package io.elmstream.guarantees;

import io.elmstream.support.ContainerKafka;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Hostile commands, on Kafka's container image, where Docker answers. */
@Testcontainers(disabledWithoutDocker = true)
class HostileCommandsOnContainerIT extends HostileCommandsContract {

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new ContainerKafka(folder);
    }
}
