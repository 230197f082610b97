package io.elmstream.batch;

/** The reason why a reading became a dead letter instead of a prediction. */
public enum Rejection {
    /** The value cannot be decoded as a reading. */
    UNREADABLE("the value is not an Avro SensorReading in the registry's wire format"),
    /** The registry does not have the schema that the value names. */
    UNKNOWN_SCHEMA("the registry knows no schema with the content id in the value"),
    /** The reading has more or fewer features than its model expects. */
    WRONG_WIDTH("the number of features is not what the model expects"),
    /** A feature is infinite, or is NaN and the model does not accept missing values. */
    NOT_FINITE("a feature is infinite, or is NaN and the model does not accept missing values"),
    /** The record has no key. */
    NO_KEY("the record has no key; it must be the sensor id"),
    /** The record has no value. */
    NO_VALUE("the record has no value"),
    /** The key is not the reading's sensor id. */
    KEY_MISMATCH("the record's key is not the reading's sensor id"),
    /** The sensor id is longer than the limit. */
    SENSOR_ID_TOO_LONG("the sensor id is longer than 1,024 bytes"),
    /** No version of the model is in force. */
    NO_MODEL("no version of the model is in force"),
    /** The version for the reading's event time is no longer in force and could not be loaded in time. */
    NOT_LOADED("the version for the event time is no longer in force and could not be loaded in time; replay"
            + " the reading"),
    /** The record's timestamp or the reading's event time is not a point in time after 1970. */
    BAD_TIMESTAMP("the timestamp is not after 1970-01-01"),
    /** The output of the model is not a probability distribution. */
    SCORING_FAILED("the model's output is not a probability distribution: a value is outside 0 to 1, or the"
            + " sum is not 1"),
    /** The prediction is too large for its topic, even without the reading's headers. */
    TOO_LARGE("the prediction is too large for its topic"),
    /** A broker rejected an output record of the reading. */
    REFUSED_BY_BROKER("a broker rejected the output records of the reading");

    private final String explanation;

    Rejection(String explanation) {
        this.explanation = explanation;
    }

    /** Returns an explanation in one line. */
    public String explanation() {
        return explanation;
    }
}
