package io.elmstream.support;

import io.elmstream.embedded.ChildJvm;
import io.elmstream.embedded.ClusterMain;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The embedded broker and registry in a process of their own, which is not ended but frozen: connections stay, and
 * requests get no answer until it is thawed.
 */
public final class FrozenKafka implements KafkaUnderTest {

    private final ChildJvm child;
    private final String bootstrapServers;
    private final String registryUrl;

    public FrozenKafka() {
        try {
            child = ChildJvm.start(ClusterMain.class);
            child.line();
            child.line();
            bootstrapServers = child.line();
            registryUrl = child.line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public String registryUrl() {
        return registryUrl;
    }

    @Override
    public void stopBroker() {
        signal("STOP");
    }

    @Override
    public void startBroker() {
        signal("CONT");
    }

    @Override
    public void stopRegistry() {
        throw new UnsupportedOperationException("the registry is not frozen");
    }

    @Override
    public void startRegistry() {
        throw new UnsupportedOperationException("the registry is not frozen");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder(
                            "kill", "-" + name, Long.toString(child.process().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        signal("CONT");
        child.terminate();
        child.process().onExit().join();
    }
}
