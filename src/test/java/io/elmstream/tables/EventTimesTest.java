package io.elmstream.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.data.DataException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at                     | 1594512094.385974            | 2020-07-12T00:01:34.385974Z",
                "at                     | 1594512094                   | 2020-07-12T00:01:34Z",
                "at                     | 1.594512094385974E9          | 2020-07-12T00:01:34.385974Z",
                "at                     | 1594512094385                | 2020-07-12T00:01:34.385Z",
                "at                     | 1594512094385974             | 2020-07-12T00:01:34.385974Z",
                "at                     | 1594512094385974123          | 2020-07-12T00:01:34.385974123Z",
                "at                     | 2020-07-12T00:01:34Z         | 2020-07-12T00:01:34Z",
                "at                     | 2020-07-12 02:01:34+02:00    | 2020-07-12T00:01:34Z",
                "at                     | 2020-07-12 00:01             | 2020-07-12T00:01:00Z",
                "at                     | 2020-07-12                   | 2020-07-12T00:00:00Z",
                "at:ms                  | 86400000                     | 1970-01-02T00:00:00Z",
                "at:s                   | 86400                        | 1970-01-02T00:00:00Z",
                "at:dd.MM.yyyy HH:mm    | 12.07.2020 00:01             | 2020-07-12T00:01:00Z",
                "at:dd.MM.yyyy          | 12.07.2020                   | 2020-07-12T00:00:00Z",
                "at:d MMM yyyy HH:mm xx | 12 Jul 2020 00:01 +0200      | 2020-07-11T22:01:00Z"
            })
    void shouldReadTimes(String option, String written, Instant expected) {
        assertThat(times(option, "at", written)).containsExactly(expected);
    }

    @Test
    void shouldFindAColumnWithAColonInItsName() {
        assertThat(times("a:b", "a:b", "0")).containsExactly(Instant.EPOCH);
        assertThat(times("a:b:ms", "a:b", "5")).containsExactly(Instant.ofEpochMilli(5));
    }

    @Test
    void shouldSayWhatIsNoTime() {
        assertThatThrownBy(() -> times("at", "at", "12.07.2020 00:01"))
                .isInstanceOf(DataException.class)
                .hasMessage("text, row 1 (line 2), column \"at\" is \"12.07.2020 00:01\", must be a time; if it has a"
                        + " pattern of its own, name it, such as --time \"at:dd.MM.yyyy HH:mm\"");
        assertThatThrownBy(() -> times("at:dd.MM.yyyy", "at", "yesterday"))
                .hasMessageEndingWith("is \"yesterday\", must be a time written as dd.MM.yyyy");
        for (String option : List.of("at", "at:s")) {
            for (String endless : List.of("1e999999999", "1e-999999999")) {
                assertThatThrownBy(() -> times(option, "at", endless)).hasMessageContaining("must be a time");
            }
        }
        assertThatThrownBy(() -> EventTimes.parse("at:no pattern", List.of("at")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Instant> times(String option, String column, String written) {
        Table table = Table.of(CsvFile.ofText("text", "\"" + column + "\",b\n\"" + written + "\",x\n"));
        EventTimes times = EventTimes.parse(option, table.columns());
        List<Instant> found = new ArrayList<>();
        table.rows(List.of(), List.of(times.column()), RowRange.ALL).forEach(row -> found.add(times.of(row)));
        return found;
    }
}
