package io.elmstream.doctor;

import io.elmstream.client.ModelsTable;
import io.elmstream.client.PublishedModels;
import io.elmstream.client.StatusTopic;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationKeys;
import io.elmstream.elm.Counted;
import io.elmstream.model.ModelId;
import io.elmstream.readings.FeatureMapping;
import io.elmstream.readings.Mapping;
import io.elmstream.readings.Mappings;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.AlertSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks that required models have a champion, that instances can serve it, that mappings find the features that it
 * needs, and that models know the classes of the alerts.
 */
record ModelsCheck(Configuration configuration, InstantSource clock) implements Check {

    private static final String AREA = "models";
    /** The largest number of classes in a finding. */
    private static final int MOST_CLASSES = 20;

    @Override
    public String area() {
        return AREA;
    }

    @Override
    public List<Finding> findings() {
        Topics topics = configuration.inference().topics();
        PublishedModels published = PublishedModels.read(configuration.clients(), topics);
        // the principal that scores may write reports to the status topic, but not read them
        StatusTopic status = StatusTopic.read(configuration.governorClients(), topics, clock.millis());
        ModelsTable table = new ModelsTable(published, status, clock.millis());
        List<Finding> findings = new ArrayList<>(champions(published));
        table.modelIds().forEach(id -> findings.addAll(failed(id, table.versions(id))));
        findings.addAll(instances(table));
        configuration
                .inference()
                .defaultModel()
                .flatMap(id -> published.features(id, clock.millis()).map(features -> contract(id, features)))
                .ifPresent(findings::addAll);
        AlertSettings alerts = configuration.inference().alerts();
        findings.addAll(alertClasses(alerts.labels(), published.labels(), alerts.rules()));
        return findings;
    }

    /**
     * The classes of alerts that no model knows.
     *
     * @param labels the classes of alerts
     * @param known the classes of all published versions; none if there is no version
     * @param rules whether rule sets may replace labels
     */
    static List<Finding> alertClasses(Set<String> labels, SortedSet<String> known, boolean rules) {
        List<Finding> findings = new ArrayList<>();
        for (String label : new TreeSet<>(labels)) {
            if (!known.isEmpty() && !known.contains(label)) {
                String text = "%s has '%s', which no published version predicts; their classes are %s"
                        .formatted(ConfigurationKeys.ALERTS_LABELS, label, words(known));
                findings.add(
                        rules
                                ? Finding.ok(AREA, text + ". A rule set must give it, or no alert is raised")
                                : Finding.warning(
                                        AREA, text, "correct alerts.labels, or publish a model with this class"));
            }
        }
        return findings;
    }

    private static String words(SortedSet<String> classes) {
        String first = classes.stream().limit(MOST_CLASSES).collect(Collectors.joining(", "));
        int more = classes.size() - MOST_CLASSES;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private List<Finding> champions(PublishedModels published) {
        Set<ModelId> required = new TreeSet<>(configuration.requiredModels());
        List<Finding> findings = new ArrayList<>();
        for (ModelId id : required) {
            findings.add(published
                    .timeline(id)
                    .stepAt(clock.millis())
                    .map(step -> Finding.ok(AREA, "%s has champion %d".formatted(id, step.champion())))
                    .orElseGet(() -> Finding.fault(
                            AREA,
                            "model %s has no champion, and inference waits for one".formatted(id),
                            "elmstream model publish FILE.elm --activate --config FILE")));
        }
        if (required.isEmpty()) {
            findings.add(
                    published.models().isEmpty()
                            ? Finding.warning(
                                    AREA,
                                    "no model has been published, and none is required",
                                    "set models.default, and publish a model")
                            : Finding.ok(
                                    AREA,
                                    Counted.of(published.models().size(), "model is", "models are") + " published"));
        }
        return findings;
    }

    /** The versions in use that an instance cannot serve. */
    static List<Finding> failed(ModelId id, List<ModelsTable.Version> versions) {
        List<Finding> findings = new ArrayList<>();
        versions.stream()
                .filter(ModelsTable.Version::isServed)
                .forEach(version -> version.failed()
                        .forEach((instance, reason) -> findings.add(Finding.fault(
                                AREA,
                                "instance %s cannot serve version %d of %s: %s"
                                        .formatted(instance, version.version(), id, reason),
                                "elmstream model rollback %s --config FILE".formatted(id)))));
        return findings;
    }

    private static List<Finding> instances(ModelsTable table) {
        List<Finding> findings = new ArrayList<>();
        table.stale().stream()
                .map(InstanceReport::instanceId)
                .forEach(id -> findings.add(Finding.warning(
                        AREA,
                        "instance " + id + " stopped reporting without leaving",
                        "look at its log and its /health, and start it again; if it runs, its clock or the one here is"
                                + " wrong")));
        int live = table.live().size();
        findings.add(
                live == 0
                        ? Finding.warning(AREA, "no instance is running", "elmstream run --config FILE")
                        : Finding.ok(AREA, Counted.of(live, "instance reports", "instances report")));
        return findings;
    }

    private List<Finding> contract(ModelId id, List<String> features) {
        return contract(id, features, configuration.inference().mappings());
    }

    /**
     * The features that the default model needs but a mapping does not have. A mapping without a list has all; one
     * whose records name their model is not for the default model.
     */
    static List<Finding> contract(ModelId id, List<String> features, Mappings mappings) {
        List<Mapping> ofDefault = mappings.all().stream()
                .filter(mapping -> mapping.model().isEmpty())
                .toList();
        List<Finding> findings = new ArrayList<>();
        for (Mapping mapping : ofDefault) {
            Set<String> mapped =
                    mapping.features().stream().map(FeatureMapping::name).collect(Collectors.toSet());
            missing(features, mapped)
                    .ifPresent(names -> findings.add(Finding.fault(
                            AREA,
                            "the mapping of %s lacks features of model %s: %s".formatted(mapping.topic(), id, names),
                            "add them to readings.%s.features, see: elmstream mapping check"
                                    .formatted(mapping.topic()))));
        }
        if (findings.isEmpty() && !ofDefault.isEmpty()) {
            String fits =
                    ofDefault.stream().anyMatch(mapping -> mapping.features().isEmpty())
                            ? "readings are read with all their features; %s needs %s"
                            : "the mappings have what %s needs, %s";
            findings.add(Finding.ok(AREA, fits.formatted(id, Counted.of(features.size(), "feature"))));
        }
        return findings;
    }

    static Optional<String> missing(List<String> features, Set<String> mapped) {
        String names = features.stream().filter(name -> !mapped.contains(name)).collect(Collectors.joining(", "));
        return mapped.isEmpty() || names.isEmpty() ? Optional.empty() : Optional.of(names);
    }
}
