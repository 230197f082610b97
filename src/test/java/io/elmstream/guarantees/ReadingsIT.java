package io.elmstream.guarantees;

import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;

/** What becomes of readings, good and bad, on the embedded broker. */
class ReadingsIT extends ReadingsContract {

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }
}
