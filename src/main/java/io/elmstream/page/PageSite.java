package io.elmstream.page;

import io.elmstream.http.Answer;
import io.elmstream.http.Site;
import io.elmstream.http.WebReply;
import io.elmstream.http.WebRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The paths of the live page. */
final class PageSite implements Site {

    private static final String JSON_TYPE = "application/json";
    private static final int MOST_SENSORS = 1_000;
    private static final int FEW_SENSORS = 100;
    private static final int LONGEST_SEARCH = 200;

    /** Nothing comes from elsewhere, and nothing is sent there. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final LivePage page;
    private final Access access;
    private final Optional<PageActions> actions;
    private final StaticFiles files = new StaticFiles();

    PageSite(LivePage page, Access access, Optional<PageActions> actions) {
        this.page = page;
        this.access = access;
        this.actions = actions;
    }

    @Override
    public List<String> paths() {
        return List.of("/page/", "/page/state", "/page/events", "/page/sensors", "/page/actions");
    }

    @Override
    public Optional<WebReply> answer(WebRequest request) {
        String path = request.path();
        if (!path.equals("/") && !path.equals("/page") && !path.startsWith("/page/")) {
            return Optional.empty();
        }
        return access.refuseHost(request)
                .<WebReply>map(refusal -> refusal)
                .or(() -> here(request))
                .map(PageSite::guarded);
    }

    private Optional<WebReply> here(WebRequest request) {
        return switch (request.path()) {
            case "/", "/page" -> Optional.of(read(request, new Answer(302, Map.of("Location", "/page/"), new byte[0])));
            case "/page/state" -> Optional.of(data(request, () -> new WebReply.Work(() -> json(request, page.json()))));
            case "/page/events" -> Optional.of(data(request, () -> events(request)));
            case "/page/sensors" -> Optional.of(data(request, () -> sensors(request)));
            case "/page/actions" -> Optional.of(act(request));
            default -> files.answer(request).map(file -> read(request, file));
        };
    }

    private static WebReply read(WebRequest request, WebReply reply) {
        return request.isRead()
                ? reply
                : Answer.error(405, request.path() + " takes GET only").with("Allow", "GET, HEAD");
    }

    private WebReply data(WebRequest request, Supplier<WebReply> reply) {
        return access.refuseToken(request)
                .<WebReply>map(refusal -> refusal)
                .orElseGet(() -> read(request, reply.get()));
    }

    private WebReply events(WebRequest request) {
        if (request.method().equals("HEAD")) {
            return Answer.error(405, "events take GET only").with("Allow", "GET");
        }
        return page.hasRoom()
                ? events(Gzip.isWanted(request))
                : Answer.error(503, "as many pages are open as page.listeners allows")
                        .with("Retry-After", "10");
    }

    private WebReply events(boolean zips) {
        Map<String, String> headers = new HashMap<>(zips ? Gzip.HEADERS : Map.of());
        // nginx would otherwise collect events before it passes them on
        headers.put("X-Accel-Buffering", "no");
        return new WebReply.Events(headers, listener -> page.open(listener, zips), page::close);
    }

    private WebReply sensors(WebRequest request) {
        Map<String, String> query = request.query();
        String search = query.getOrDefault("search", "");
        if (search.length() > LONGEST_SEARCH) {
            return Answer.error(400, "search has more than " + LONGEST_SEARCH + " characters");
        }
        try {
            int offset = number(query, "offset", 0, Integer.MAX_VALUE);
            int limit = number(query, "limit", FEW_SENSORS, MOST_SENSORS);
            return new WebReply.Work(() -> json(request, page.sensors(search, offset, limit)));
        } catch (IllegalArgumentException e) {
            return Answer.error(400, String.valueOf(e.getMessage()));
        }
    }

    private static int number(Map<String, String> query, String name, int otherwise, int most) {
        String value = query.getOrDefault(name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(value);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number", e);
        }
        throw new IllegalArgumentException(name + " must be 0 to " + most);
    }

    private WebReply act(WebRequest request) {
        Optional<Answer> refusal = access.refuseToken(request).or(() -> Access.refuseOrigin(request));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!request.method().equals("POST")) {
            return Answer.error(405, "/page/actions takes POST only").with("Allow", "POST");
        }
        if (actions.isEmpty()) {
            return Answer.error(403, "this instance allows no actions: page.actions is false");
        }
        String type = request.header().apply("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].strip().equals(JSON_TYPE)) {
            return Answer.error(415, "Content-Type must be application/json");
        }
        return new WebReply.Work(() -> actions.get().carryOut(request.body()));
    }

    private static Answer json(WebRequest request, byte[] body) {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", JSON_TYPE));
        if (!Gzip.isWanted(request)) {
            return new Answer(200, headers, body);
        }
        headers.putAll(Gzip.HEADERS);
        return new Answer(200, headers, Gzip.whole(body));
    }

    private static WebReply guarded(WebReply reply) {
        if (reply instanceof Answer answer) {
            return guarded(answer);
        }
        if (reply instanceof WebReply.Work work) {
            return new WebReply.Work(() -> guarded(work.answer().get()));
        }
        WebReply.Events events = (WebReply.Events) reply;
        return new WebReply.Events(guarded(events.headers()), events.opened(), events.closed());
    }

    private static Answer guarded(Answer answer) {
        return new Answer(answer.status(), guarded(answer.headers()), answer.body());
    }

    private static Map<String, String> guarded(Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(HEADERS);
        all.putAll(headers);
        return all;
    }
}
