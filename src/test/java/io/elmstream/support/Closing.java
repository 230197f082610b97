package io.elmstream.support;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closes what the tests of a class share. A start that failed has left some of it null: those are passed over, so that
 * the cause of the failed start is all that is reported.
 */
public final class Closing {

    private Closing() {}

    /** Closes all, in this order, also when one of them fails. */
    public static void inOrder(@Nullable AutoCloseable... shared) {
        List<Exception> failures = new ArrayList<>();
        for (AutoCloseable each : shared) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            AssertionError failure = new AssertionError("what the tests shared did not close");
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
