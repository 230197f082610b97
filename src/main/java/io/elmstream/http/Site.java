package io.elmstream.http;

import java.util.List;
import java.util.Optional;

/** A part of what a {@link WebServer} serves. */
public interface Site {

    /**
     * Answers a request. All connections wait for it, so it must not block; see {@link WebReply.Work}.
     *
     * @return empty if the path is not one of this site
     */
    Optional<WebReply> answer(WebRequest request);

    /** Returns its paths, for the answer to a request for another one. */
    List<String> paths();
}
