package io.elmstream.guarantees;

import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;

/** Killed governors, on the embedded broker. */
class GovernorCrashIT extends GovernorCrashContract {

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }
}
