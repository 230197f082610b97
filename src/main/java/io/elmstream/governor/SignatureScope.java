package io.elmstream.governor;

/**
 * The scope of a signature: one kind of record, of one application, on one cluster. The signature covers all of it, so
 * that it is invalid anywhere else.
 *
 * @param kind of record
 * @param applicationId the {@code application.id} of the instances
 * @param clusterId as Kafka names the cluster
 */
public record SignatureScope(Kind kind, String applicationId, String clusterId) {

    /** The kinds of records that are signed. */
    public enum Kind {
        /** A command to the governor. Its first form contained neither application nor cluster, and no number. */
        COMMAND("elmstream model command 2\n"),
        /** A report of an instance. */
        REPORT("elmstream instance report 1\n");

        private final String domain;

        Kind(String domain) {
            this.domain = domain;
        }

        /** Returns the prefix of the signed bytes, which changes with their form. */
        String domain() {
            return domain;
        }
    }

    /** Returns the scope of commands. */
    public static SignatureScope commands(String applicationId, String clusterId) {
        return new SignatureScope(Kind.COMMAND, applicationId, clusterId);
    }

    /** Returns the scope of reports. */
    public static SignatureScope reports(String applicationId, String clusterId) {
        return new SignatureScope(Kind.REPORT, applicationId, clusterId);
    }

    @Override
    public String toString() {
        return "application " + applicationId + " on cluster " + clusterId;
    }
}
