package io.elmstream.config;

import io.elmstream.governor.ReportBounds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * The name of an instance: the same after each start, so that neither reports nor metrics begin anew under another one.
 */
public final class InstanceId {

    private InstanceId() {}

    /**
     * The configured {@code instance.id}, else the application, the host and the instance's folder; of one that is too
     * long to be reported the end, which tells instances apart.
     *
     * @param folder for this instance's state, used by no other process
     */
    public static String of(Configuration configuration, Path folder) {
        String id = configuration
                .instanceId()
                .orElseGet(() -> configuration.applicationId() + "-" + hostName() + "-" + folder.getFileName());
        return id.substring(Math.max(0, id.length() - ReportBounds.MAX_INSTANCE_ID));
    }

    /** The name of this host, or {@code localhost} where it has none. */
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
