package io.elmstream.http;

import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/** Whether a number, once it is positive, is the same as when it was looked at before. */
final class Unchanged implements Callable<Boolean> {

    private final LongSupplier number;
    private long before;

    Unchanged(LongSupplier number) {
        this.number = number;
    }

    @Override
    public Boolean call() {
        long now = number.getAsLong();
        boolean unchanged = now > 0 && now == before;
        before = now;
        return unchanged;
    }
}
