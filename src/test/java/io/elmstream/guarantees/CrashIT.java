package io.elmstream.guarantees;

import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;

/** Killed workers on the embedded broker. */
class CrashIT extends CrashContract {

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }
}
