package io.elmstream.readings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.elmstream.batch.Rejection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;

/**
 * Decodes SenML packs in JSON (RFC 8428): the records of one base name and time are one reading, and each is a field of
 * it, called by its name without the base name. The sensor id is the base name, without a separator at its end, unless
 * the mapping says otherwise.
 */
final class SenmlDecoder implements RecordDecoder {

    /** A time below 2^28 is relative to now (section 4.5.3): here, to the timestamp of the Kafka record. */
    private static final double SMALLEST_ABSOLUTE_TIME = 1 << 28;

    /** The version of SenML that this class reads (section 4.4). */
    private static final int VERSION = 10;

    private static final String SEPARATORS = ":/-_.";

    private record Row(String base, double time) {}

    private final Mapping mapping;
    private final Layout layout;
    private final Map<Row, Integer> rows = new HashMap<>();
    private final SenmlRecord record = new SenmlRecord();
    private final TextTarget sensor = new TextTarget(DecodedReadings::sensor);
    private PathTree tree = new PathTree();
    private int longest;

    SenmlDecoder(Mapping mapping, Layout layout) {
        this.mapping = mapping;
        this.layout = layout;
        compile();
    }

    @Override
    public void compile() {
        tree = PathTree.of(Targets.of(mapping, layout));
        longest = tree.longestName();
    }

    @Override
    public void decode(byte[] value, Headers headers, long timestamp, DecodedReadings into) {
        int from = mapping.ids().lengthIn(value);
        rows.clear();
        record.start();
        into.pack();
        try (JsonParser parser = JsonDecoder.JSON.createParser(value, from, value.length - from)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                into.reject(Rejection.UNREADABLE, "a SenML pack is an array in JSON, and this value is none");
                return;
            }
            int index = 0;
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token != JsonToken.START_OBJECT) {
                    into.reject(Rejection.UNREADABLE, "record " + index + " of the SenML pack is not an object");
                    return;
                }
                String problem = record.read(parser);
                if (record.version() > VERSION) {
                    problem = "has version " + record.version() + "; the latest that is known is " + VERSION;
                }
                if (!problem.isEmpty()) {
                    into.reject(Rejection.UNREADABLE, "record " + index + " of the SenML pack " + problem);
                    return;
                }
                put(timestamp, into);
                index++;
            }
            if (parser.nextToken() != null) {
                into.reject(Rejection.UNREADABLE, "more text follows the SenML pack");
            }
        } catch (JsonProcessingException e) {
            into.reject(Rejection.UNREADABLE, "the value is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            into.reject(Rejection.UNREADABLE, "the value is not JSON in UTF-8: " + e.getMessage());
        }
    }

    private void put(long timestamp, DecodedReadings into) {
        if (!record.hasValue()) {
            return;
        }
        Integer known = rows.get(new Row(record.base(), record.time()));
        int row = known == null ? begin(timestamp, into) : known;
        PathTree field = tree.name(record.name());
        // a long base name is not copied for each record of the pack
        if (field == null && record.base().length() + record.name().length() <= longest) {
            field = tree.name(record.base() + record.name());
        }
        if (field != null) {
            for (Target target : field.targets()) {
                record.putTo(target, into, row);
            }
        }
    }

    private int begin(long timestamp, DecodedReadings into) {
        int row = into.addReading();
        rows.put(new Row(record.base(), record.time()), row);
        if (!record.base().isEmpty() && mapping.sensor() instanceof Place.Base) {
            String base = record.base();
            // one that is too long is refused anyway, and is not copied for each reading
            sensor.text(into, row, base.length() > 2 * TopicReader.MAX_SENSOR_BYTES ? base : withoutSeparator(base));
        }
        double time = record.time();
        if (mapping.time().isEmpty() && time != 0) {
            OptionalLong millis = TimeForm.Epoch.SECONDS.millis(time);
            if (time < SMALLEST_ABSOLUTE_TIME) {
                millis = OptionalLong.of(timestamp + Math.round(time * 1_000));
            }
            millis.ifPresentOrElse(found -> into.time(row, found), () -> into.badTime(row, Double.toString(time)));
        }
        return row;
    }

    private static String withoutSeparator(String base) {
        int end = base.length();
        while (end > 1 && SEPARATORS.indexOf(base.charAt(end - 1)) >= 0) {
            end--;
        }
        return base.substring(0, end);
    }
}
