package io.elmstream.guarantees;

import io.elmstream.support.Closing;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.SmallModel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share one real broker and registry; each has an application and topics of its own. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RealKafkaContract {

    private Path folder;
    private KafkaUnderTest kafka;

    abstract KafkaUnderTest kafka(Path folder);

    @BeforeAll
    void startKafka(@TempDir Path shared) {
        folder = shared;
        kafka = kafka(shared);
    }

    @AfterAll
    void stopKafka() {
        Closing.inOrder(kafka);
    }

    KafkaUnderTest kafka() {
        return kafka;
    }

    /** Where this class may put its files. */
    Path folder() {
        return folder;
    }

    /** @param name one that no other test of the class has */
    ElmstreamUnderTest application(String name, int partitions) {
        return new ElmstreamUnderTest(kafka, name, folder.resolve(name), partitions);
    }

    /** What the application's run left behind; nothing more is read of it then. */
    Evidence evidence(ElmstreamUnderTest application) {
        application.reader().close();
        return new Evidence(
                application.audit().report(),
                application.reader().predictions(),
                kafka.timeline(application.topics(), SmallModel.ID));
    }
}
