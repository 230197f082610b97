package io.elmstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class BatchingPictureTest {

    @Test
    void shouldDrawThreeCurvesInsideTheFrame() throws Exception {
        // Given
        List<BatchingBench.Size> sizes =
                List.of(new BatchingBench.Size(1, 1_000, 2, 4), new BatchingBench.Size(256, 4_000, 3, 8));

        // When
        String svg = BatchingPicture.svg(sizes);

        // Then
        var curves = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("polyline");
        assertThat(curves.getLength()).isEqualTo(3);
        assertThat(svg)
                .contains("points='80,205.0 560,40.0'", "points='80,205.0 560,177.5'", "points='80,150.0 560,40.0'");
    }
}
