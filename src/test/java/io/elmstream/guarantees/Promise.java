package io.elmstream.guarantees;

/** One thing that Elmstream promises of what comes out. */
interface Promise {

    /** Fails if the evidence breaks the promise. */
    void holdFor(Evidence evidence);
}
