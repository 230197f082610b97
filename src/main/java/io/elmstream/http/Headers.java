package io.elmstream.http;

/** The names of the HTTP headers that are read or written. */
final class Headers {

    /** The length of the JSON text in a body whose rest is binary, in bytes. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    static final String AUTHORIZATION = "Authorization";
    static final String CONTENT_TYPE = "Content-Type";
    static final String CONTENT_LENGTH = "Content-Length";
    static final String RETRY_AFTER = "Retry-After";

    private Headers() {}
}
