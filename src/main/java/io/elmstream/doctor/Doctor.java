package io.elmstream.doctor;

import io.elmstream.client.KafkaClients;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationException;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.wire.SchemaRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Examines an installation with its configuration. It only reads, and joins no group. */
public final class Doctor {

    private static final int REQUEST_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 10_000;

    private final Configuration configuration;
    private final SchemaRegistry registry;
    private final InstantSource clock;

    /** @param clock the clock of this machine, which is compared with the cluster's */
    public Doctor(Configuration configuration, SchemaRegistry registry, InstantSource clock) {
        this.configuration = configuration;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Returns the findings of all checks. What cannot be determined is a finding, too.
     *
     * @param noBroker why no broker can be asked, which leaves only what is not on the cluster; empty if one answers
     */
    public List<Finding> examine(Optional<String> noBroker) throws InterruptedException {
        List<Finding> findings = new ArrayList<>(of(new MachineCheck(configuration)));
        findings.addAll(of(new RegistryCheck(registry, configuration.registryUrl())));
        if (noBroker.isPresent()) {
            findings.add(Finding.fault("cluster", noBroker.get(), "check " + Side.KAFKA.address()));
            return findings;
        }
        try (Admin admin = new KafkaClients(impatient(configuration.clients())).admin()) {
            for (Check check : ofCluster(admin)) {
                findings.addAll(of(check));
            }
            return findings;
        } catch (KafkaException e) {
            findings.add(unknown("cluster", e, Side.KAFKA));
            return findings;
        }
    }

    private List<Check> ofCluster(Admin admin) {
        return List.of(
                new BrokersCheck(admin, clock),
                new ClockCheck(admin, clock),
                new TopicsCheck(admin, configuration),
                new ReplicasCheck(admin, configuration),
                new RightsCheck(configuration, Doctor::impatient),
                new ModelsCheck(configuration, clock),
                new LagCheck(configuration, Doctor::impatient, clock));
    }

    private static Map<String, Object> impatient(Map<String, Object> clients) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        return settings;
    }

    /** Returns the findings of one check, also if it fails. */
    static List<Finding> of(Check check) throws InterruptedException {
        try {
            return check.findings();
        } catch (ExecutionException e) {
            return List.of(unknown(check.area(), Diagnosis.cause(e), Side.KAFKA));
        } catch (ConfigurationException e) {
            return List.of(Finding.fault(check.area(), String.valueOf(e.getMessage()), ""));
        } catch (RuntimeException e) {
            return List.of(unknown(check.area(), e, check instanceof RegistryCheck ? Side.REGISTRY : Side.KAFKA));
        }
    }

    private static Finding unknown(String area, Throwable failure, Side side) {
        return Finding.fault(area, "not known: " + Diagnosis.told(failure, side), "check " + side.address());
    }
}
