package io.elmstream.app;

import java.nio.file.Path;

/** The name of an instance: the same after each start, so that neither reports nor metrics begin anew under another one. */
final class InstanceId {

    private InstanceId() {}

    /**
     * The configured {@code instance.id}, else the application, the host and the instance's folder.
     *
     * @param folder for this instance's state, used by no other process
     */
    static String of(Configuration configuration, Path folder) {
        return configuration.instanceId().orElseGet(
                () -> configuration.applicationId() + "-" + InstanceReporter.hostName() + "-" + folder.getFileName());
    }
}
