package io.elmstream.wire;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.elmstream.wire.SchemaTexts.Text;
import java.util.List;

/** Schemas from the text of {@code .proto} files. */
public final class ProtoText {

    private ProtoText() {}

    /** Returns the schema of a text, which may import the files of Protobuf itself. */
    public static FileDescriptor file(String text) {
        try {
            return ProtobufFiles.of("the text", List.of(new Text("", text)));
        } catch (UnusableSchemaException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
