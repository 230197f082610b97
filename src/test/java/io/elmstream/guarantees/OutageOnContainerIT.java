package io.elmstream.guarantees;

import io.elmstream.support.ContainerKafka;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;
import org.testcontainers.junit.jupiter.Testcontainers;

/** A broker and a registry that are away for a while, on Kafka's container image, where Docker answers. */
@Testcontainers(disabledWithoutDocker = true)
class OutageOnContainerIT extends OutageContract {

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new ContainerKafka(folder);
    }
}
