package io.elmstream.governor;

/**
 * What a signature is good for: one kind of record, of one application, on one cluster. All of it is signed, so that a
 * record means nothing anywhere else.
 *
 * @param kind of record
 * @param applicationId the {@code application.id} of the instances
 * @param clusterId as Kafka names the cluster
 */
public record SignatureScope(Kind kind, String applicationId, String clusterId) {

    /** The records that are signed. */
    public enum Kind {
        /** A command to the governor. Its first form named neither application nor cluster, and no number. */
        COMMAND("elmstream model command 2\n"),
        /** What an instance reports. */
        REPORT("elmstream instance report 1\n");

        private final String domain;

        Kind(String domain) {
            this.domain = domain;
        }

        /** What is signed before all else; it changes with the form of what is signed. */
        String domain() {
            return domain;
        }
    }

    /** Of commands. */
    public static SignatureScope commands(String applicationId, String clusterId) {
        return new SignatureScope(Kind.COMMAND, applicationId, clusterId);
    }

    /** Of reports. */
    public static SignatureScope reports(String applicationId, String clusterId) {
        return new SignatureScope(Kind.REPORT, applicationId, clusterId);
    }

    @Override
    public String toString() {
        return "application " + applicationId + " on cluster " + clusterId;
    }
}
