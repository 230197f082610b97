package io.elmstream.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.PublishUpload;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PublicationTest {

    private static final ModelId ID = new ModelId("boiler");

    @Test
    void shouldPublishAFileOfOnePartAtOnce() {
        // Given
        byte[] file = new byte[Upload.PART_BYTES];

        // When
        List<Command> commands = commands(file);

        // Then
        assertThat(commands)
                .singleElement()
                .isInstanceOfSatisfying(
                        Publish.class, publish -> assertThat(publish.artefact()).isSameAs(file));
    }

    @Property(tries = 20)
    void shouldSendEveryByteOnceAndInOrder(
            @ForAll @IntRange(min = Upload.PART_BYTES + 1, max = 4 * Upload.PART_BYTES) int size) {
        // Given
        byte[] file = new byte[size];
        new Random(size).nextBytes(file);

        // When
        List<Command> commands = commands(file);

        // Then
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        List<Command> parts = commands.subList(0, commands.size() - 1);
        for (int i = 0; i < parts.size(); i++) {
            UploadPart part = (UploadPart) parts.get(i);
            assertThat(part.part()).isEqualTo(i);
            assertThat(part.artefactDigest()).isEqualTo(ArtefactFormat.digest(file));
            assertThat(part.digest()).isEqualTo(ArtefactFormat.digest(part.bytes()));
            assertThat(part.bytes()).hasSizeLessThanOrEqualTo(Upload.PART_BYTES);
            sent.writeBytes(part.bytes());
        }
        assertThat(sent.toByteArray()).isEqualTo(file);
        assertThat(commands.get(parts.size()))
                .isEqualTo(new PublishUpload(
                        commands.get(parts.size()).requestId(),
                        ID,
                        3,
                        ArtefactFormat.digest(file),
                        size,
                        parts.size(),
                        true));
        assertThat(commands).extracting(Command::requestId).doesNotHaveDuplicates();
    }

    private static List<Command> commands(byte[] file) {
        AtomicInteger next = new AtomicInteger();
        return new Publication(new VersionKey(ID, 3), file, true)
                .commands(() -> String.valueOf(next.getAndIncrement()))
                .toList();
    }
}
