package io.elmstream.doctor;

import io.elmstream.config.Configuration;
import io.elmstream.elm.Counted;
import io.elmstream.topics.TopicAdmin;
import io.elmstream.topics.TopicCatalog;
import io.elmstream.topics.TopicFindings;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** Checks the topics as an instance does when it starts. */
record TopicsCheck(Admin admin, Configuration configuration) implements Check {

    @Override
    public String area() {
        return "topics";
    }

    @Override
    public List<Finding> findings() throws InterruptedException {
        TopicFindings found = new TopicAdmin(admin, configuration, TopicCatalog.load()).check();
        List<Finding> findings = new ArrayList<>();
        // the messages say what to do
        found.problems().forEach(problem -> findings.add(Finding.fault(area(), problem.message(), "")));
        found.warnings().forEach(warning -> findings.add(Finding.warning(area(), warning, "")));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    area(),
                    Counted.of(configuration.topicRoles().size(), "topic has", "topics have")
                            + " the partitions, policies and limits that Elmstream needs"));
        }
        return findings;
    }
}
