package io.elmstream.governor;

import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.VersionKey;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A model file to publish; one that is too large for a record is sent in parts.
 *
 * @param artefact the file; not copied, not to be changed
 * @param newContract whether it may have other features or labels than the model has so far
 */
public record Publication(VersionKey version, byte[] artefact, boolean newContract) {

    /**
     * Returns the commands that publish it, in order. If one is refused, those after it need not be sent.
     *
     * @param requestIds supplies a new id for each command
     */
    public Stream<Command> commands(Supplier<String> requestIds) {
        if (artefact.length <= Upload.PART_BYTES) {
            return Stream.of(
                    new Command.Publish(requestIds.get(), version.modelId(), version.version(), artefact, newContract));
        }
        String digest = ArtefactFormat.digest(artefact);
        int parts = (artefact.length + Upload.PART_BYTES - 1) / Upload.PART_BYTES;
        return Stream.concat(
                IntStream.range(0, parts).mapToObj(part -> part(requestIds.get(), digest, part)),
                Stream.of(new Command.PublishUpload(
                        requestIds.get(),
                        version.modelId(),
                        version.version(),
                        digest,
                        artefact.length,
                        parts,
                        newContract)));
    }

    private Command part(String requestId, String digest, int part) {
        int from = part * Upload.PART_BYTES;
        byte[] bytes = Arrays.copyOfRange(artefact, from, Math.min(artefact.length, from + Upload.PART_BYTES));
        return new Command.UploadPart(
                requestId, version.modelId(), version.version(), digest, part, ArtefactFormat.digest(bytes), bytes);
    }
}
