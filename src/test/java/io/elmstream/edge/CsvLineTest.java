package io.elmstream.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvLineTest {

    @Property
    void shouldReadWhatWasQuoted(@ForAll("lists") List<String> fields) throws Exception {
        // When
        List<String> read = CsvLine.fields(fields.stream().map(CsvLine::quoted).collect(Collectors.joining(",")));

        // Then
        assertThat(read).isEqualTo(fields);
    }

    @Provide
    Arbitrary<List<String>> lists() {
        return Arbitraries.strings()
                .withChars('a', '"', ',', ' ', 'é')
                .ofMaxLength(5)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Test
    void shouldKeepEmptyFields() throws Exception {
        // When / Then
        assertThat(CsvLine.fields("")).containsExactly("");
        assertThat(CsvLine.fields(",a,")).containsExactly("", "a", "");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'1,\"2', has a quotation mark at character 3 that is not closed",
                "'\"1\"2', has text after the closing quotation mark at character 3"
            })
    void shouldSayWhereQuotationMarksDoNotMatch(String line, String problem) {
        // When / Then
        assertThatThrownBy(() -> CsvLine.fields(line))
                .isInstanceOf(BadLineException.class)
                .hasMessage(problem);
    }
}
