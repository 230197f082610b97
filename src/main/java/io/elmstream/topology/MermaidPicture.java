package io.elmstream.topology;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.GlobalStore;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.TopologyDescription.Subtopology;

/**
 * Draws a topology as a Mermaid flowchart: topics as rounded boxes, processors as rectangles, stores as cylinders.
 * Sources and sinks are not drawn; the arrow from or to a topic represents them. The output is deterministic.
 */
public final class MermaidPicture {

    private final Set<String> shapes = new LinkedHashSet<>();
    private final Set<String> arrows = new LinkedHashSet<>();

    private MermaidPicture() {}

    /** Returns the picture of a description from {@link org.apache.kafka.streams.Topology#describe()}. */
    public static String of(TopologyDescription description) {
        MermaidPicture picture = new MermaidPicture();
        sorted(
                        description.globalStores(),
                        Comparator.comparing(store -> store.source().name()))
                .forEach(picture::draw);
        sorted(description.subtopologies(), Comparator.comparing(Subtopology::id))
                .flatMap(part -> sorted(part.nodes(), Comparator.comparing(Node::name)))
                .forEach(picture::draw);
        StringBuilder text = new StringBuilder("flowchart LR\n");
        picture.shapes.forEach(line -> text.append("    ").append(line).append('\n'));
        picture.arrows.forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString();
    }

    private void draw(GlobalStore global) {
        draw(global.source());
        draw(global.processor());
    }

    private void draw(Node node) {
        if (node instanceof Source source) {
            for (String topic : new TreeSet<>(source.topicSet())) {
                node.successors().forEach(next -> arrows.add(topic(topic) + " --> " + next.name()));
            }
        } else if (node instanceof Processor processor) {
            shapes.add(processor.name() + "[" + processor.name() + "]");
            new TreeSet<>(processor.stores()).forEach(store -> arrows.add(processor.name() + " --- " + store(store)));
            sorted(processor.successors(), Comparator.comparing(Node::name))
                    .forEach(next -> arrows.add(processor.name() + " --> "
                            + (next instanceof Sink sink ? topic(sink.topic()) : next.name())));
        }
    }

    private String topic(String name) {
        String id = "topic." + name;
        shapes.add(id + "([" + name + "])");
        return id;
    }

    private String store(String name) {
        String id = "store." + name;
        shapes.add(id + "[(" + name + ")]");
        return id;
    }

    private static <T> Stream<T> sorted(Collection<? extends T> all, Comparator<T> by) {
        return all.stream().<T>map(each -> each).sorted(by);
    }
}
