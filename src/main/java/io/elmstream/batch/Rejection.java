package io.elmstream.batch;

/** The reason why a reading became a dead letter instead of a prediction. */
public enum Rejection {
    /** The value cannot be decoded as a reading. */
    UNREADABLE("the value is not in the format of the topic; without a mapping, an Avro SensorReading in the registry's"
            + " wire format"),
    /** The registry does not have the schema that the value names. */
    UNKNOWN_SCHEMA("the registry knows no schema with the content id in the value"),
    /** The reading has more or fewer features than its model expects. */
    WRONG_WIDTH("the number of features is not what the model expects"),
    /** A feature is infinite, or is NaN and the model does not accept missing values. */
    NOT_FINITE("a feature is infinite, or is NaN and the model does not accept missing values"),
    /** The record has no key. */
    NO_KEY("the record has no key; it must be the sensor id"),
    /** The record has no sensor id where the mapping says. */
    NO_SENSOR("the record has no sensor id where the mapping says"),
    /** The record does not have a field for a feature of the model, or the mapping does not have the feature. */
    MISSING_FEATURE("the record or the mapping does not have a feature of the model"),
    /** The field of a feature is null. */
    NULL_FEATURE("the field of a feature is null"),
    /** The field of a feature has a value of another type than the mapping says. */
    UNPARSABLE_FEATURE("the field of a feature has a value of another type than the mapping says"),
    /** A metric of Sparkplug B has an alias that no birth before it names. */
    NO_BIRTH("a metric has an alias that no birth before it names; ask its edge node for the births (Node"
            + " Control/Rebirth), then replay the reading"),
    /** The record has more readings than are accepted. */
    TOO_MANY_READINGS("the record has more than 10,000 readings, or too many for the features of the models"),
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
