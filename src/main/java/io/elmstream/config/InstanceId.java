package io.elmstream.config;

import io.elmstream.governor.ReportBounds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** The name of an instance. It is stable across restarts, so that reports and metrics continue under the same name. */
public final class InstanceId {

    private InstanceId() {}

    /**
     * Returns the configured {@code instance.id}, or by default the application id, the host name and the instance's
     * folder. If that is too long for a report, only its end is used, which differs between instances.
     *
     * @param folder the state folder of this instance, used by no other process
     */
    public static String of(Configuration configuration, Path folder) {
        String id = configuration
                .instanceId()
                .orElseGet(() -> configuration.applicationId() + "-" + hostName() + "-" + folder.getFileName());
        return id.substring(Math.max(0, id.length() - ReportBounds.MAX_INSTANCE_ID));
    }

    /** Returns the name of this host, or {@code localhost} if it has none. */
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
