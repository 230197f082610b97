package io.elmstream.guarantees;

import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;

/** A broker and a registry that are away for a while, on the embedded broker. */
class OutageIT extends OutageContract {

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }
}
