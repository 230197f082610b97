package io.elmstream.http;

import java.util.regex.Pattern;

/** The header {@code Origin}, in which a browser names the site whose page sends a request. */
public final class Origin {

    private static final Pattern LOCAL = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d{1,5})?");

    private Origin() {}

    /**
     * Returns whether a page comes from the server that it asks.
     *
     * @param host the header Host, which a proxy has to pass on
     */
    public static boolean isSame(String origin, String host) {
        return origin.equals("http://" + host) || origin.equals("https://" + host);
    }

    /**
     * Returns whether a header Host names this machine. Under another name, a server that is bound to this machine
     * alone is asked by a page of a stranger, who has given his own name the address of this machine.
     */
    public static boolean isLocal(String host) {
        return LOCAL.matcher(host).matches();
    }
}
