package io.elmstream.bench;

import com.google.protobuf.Descriptors.FileDescriptor;
import org.apache.avro.Schema;

/** Where the schemas of records are registered. */
interface BenchSchemas {

    /** Registers the schema of a topic's values and returns its content id. */
    int register(String topic, Schema schema);

    /** Registers the schema of a topic's values and returns its content id. */
    int register(String topic, FileDescriptor schema);
}
