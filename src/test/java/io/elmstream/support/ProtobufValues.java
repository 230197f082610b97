package io.elmstream.support;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Messages as the serdes of others frame them. */
public final class ProtobufValues {

    private static final int NAME = 1;

    private ProtobufValues() {}

    /** Returns a message in Protobuf's text format as bytes. */
    public static byte[] message(Descriptor type, String text) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        try {
            TextFormat.merge(text, message);
        } catch (TextFormat.ParseException e) {
            throw new IllegalArgumentException(e);
        }
        return message.build().toByteArray();
    }

    /** Returns a value as Apicurio's serde writes it: the id, a Ref message with the name, the message. */
    public static byte[] withRef(int id, Descriptor type, byte[] message) {
        byte[] ref = ref(type.getName());
        return ByteBuffer.allocate(1 + Integer.BYTES + ref.length + message.length)
                .put((byte) 0)
                .putInt(id)
                .put(ref)
                .put(message)
                .array();
    }

    /** Returns a Ref message with its length. */
    public static byte[] ref(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeUInt32NoTag(CodedOutputStream.computeStringSize(NAME, name));
            out.writeString(NAME, name);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns a value as Confluent's serde writes it: the id, the indices of the message, the message. */
    public static byte[] withIndices(int id, byte[] indices, byte[] message) {
        return ByteBuffer.allocate(1 + Integer.BYTES + indices.length + message.length)
                .put((byte) 0)
                .putInt(id)
                .put(indices)
                .put(message)
                .array();
    }
}
