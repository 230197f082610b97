package io.elmstream.edge;

import java.io.IOException;

/** Thrown if the beginning of a file is damaged, without which its readings cannot be read. */
final class DamagedSpoolException extends IOException {

    private static final long serialVersionUID = 1;

    DamagedSpoolException(String message) {
        super(message);
    }
}
