package io.elmstream.topology.learning;

import io.elmstream.model.ModelId;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the learners of one task have stored, by key:
 *
 * <pre>
 * MODEL/tile/KEY        a tile of the learner's state, see LearnerState
 * MODEL/journal/NUMBER  a row learnt after the tiles were written, see LabelledRowCodec; ten digits, from 0
 * MODEL/course          see Course
 * MODEL/versions        see MadeVersions
 * </pre>
 */
interface LearnerStore {

    /** Returns a value; empty if there is none. */
    Optional<byte[]> get(String key);

    /** Stores a value. */
    void put(String key, byte[] value);

    /** Deletes a value. */
    void delete(String key);

    /** Returns all values whose keys begin so, in the order of the keys. */
    SortedMap<String, byte[]> under(String prefix);

    static String tiles(ModelId id) {
        return id + "/tile/";
    }

    static String journal(ModelId id) {
        return id + "/journal/";
    }

    static String course(ModelId id) {
        return id + "/course";
    }

    static String versions(ModelId id) {
        return id + "/versions";
    }
}
