package io.elmstream.guarantees;

import io.elmstream.support.ContainerKafka;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Killed workers on Kafka's container image, where Docker answers. */
@Testcontainers(disabledWithoutDocker = true)
class CrashOnContainerIT extends CrashContract {

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new ContainerKafka(folder);
    }
}
