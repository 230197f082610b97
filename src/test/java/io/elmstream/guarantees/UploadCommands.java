package io.elmstream.guarantees;

import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command;
import io.elmstream.governor.Command.PublishUpload;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.Upload;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.support.SmallModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A model file in parts, as a client sends it that had a bad day: the last part first, and every part twice. */
final class UploadCommands {

    private static final ModelId MODEL = new ModelId(SmallModel.ID);

    private UploadCommands() {}

    static List<Command> parts(int version, byte[] artefact) {
        List<Command> parts = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (int part = 0; part < count(artefact); part++) {
                int from = part * Upload.PART_BYTES;
                byte[] bytes = Arrays.copyOfRange(artefact, from, Math.min(artefact.length, from + Upload.PART_BYTES));
                parts.add(new UploadPart(
                        ModelControl.requestId(),
                        MODEL,
                        version,
                        ArtefactFormat.digest(artefact),
                        part,
                        ArtefactFormat.digest(bytes),
                        bytes));
            }
        }
        Collections.reverse(parts);
        return parts;
    }

    static Command publish(int version, byte[] artefact) {
        return new PublishUpload(
                ModelControl.requestId(),
                MODEL,
                version,
                ArtefactFormat.digest(artefact),
                artefact.length,
                count(artefact),
                false);
    }

    private static int count(byte[] artefact) {
        return (artefact.length + Upload.PART_BYTES - 1) / Upload.PART_BYTES;
    }
}
