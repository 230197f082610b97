package io.elmstream.guarantees;

import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;

/** Hostile commands, on the embedded broker. */
class HostileCommandsIT extends HostileCommandsContract {

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }
}
