package io.elmstream.doctor;

import java.util.List;
import java.util.concurrent.ExecutionException;

/** A question to the cluster, the registry or the machine. */
interface Check {

    /** Returns the area of its findings. */
    String area();

    /**
     * Returns at least one finding.
     *
     * @throws ExecutionException if the cluster does not answer in time or refuses a request
     */
    List<Finding> findings() throws ExecutionException, InterruptedException;
}
