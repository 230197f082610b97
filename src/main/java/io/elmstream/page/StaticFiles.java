package io.elmstream.page;

import io.elmstream.http.Answer;
import io.elmstream.http.WebRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the page, from the class path. Only names of one part are served, and only types that it needs. */
final class StaticFiles {

    private static final Pattern OWN = Pattern.compile("/page/([A-Za-z0-9_-]+\\.(html|js|css|svg|png))");
    private static final Map<String, String> LIBRARIES = Map.of(
            "/page/lib/uPlot.esm.js", "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.esm.js",
            "/page/lib/uPlot.min.css", "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.min.css");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");

    private final Map<String, File> read = new ConcurrentHashMap<>();

    private record File(String type, String tag, byte[] bytes, byte[] zipped) {}

    /** Returns the file at a path, or nothing but its state if the client has it; empty if there is none. */
    Optional<Answer> answer(WebRequest request) {
        return file(request.path().equals("/page/") ? "/page/index.html" : request.path())
                .map(file -> {
                    boolean zips = Gzip.isWanted(request) && file.zipped().length < file.bytes().length;
                    String tag = '"' + file.tag() + (zips ? "-gzip" : "") + '"';
                    Map<String, String> headers = new HashMap<>();
                    headers.put("Content-Type", file.type());
                    headers.put("ETag", tag);
                    headers.put("Cache-Control", "no-cache");
                    headers.put("Vary", "Accept-Encoding");
                    boolean has = request.header()
                            .apply("If-None-Match")
                            .filter(tag::equals)
                            .isPresent();
                    if (has) {
                        return new Answer(304, headers, new byte[0]);
                    }
                    if (zips) {
                        headers.putAll(Gzip.HEADERS);
                    }
                    return new Answer(200, headers, zips ? file.zipped() : file.bytes());
                });
    }

    private Optional<File> file(String path) {
        Matcher own = OWN.matcher(path);
        Optional<String> resource = own.matches()
                ? Optional.of("/io/elmstream/page/" + own.group(1))
                : Optional.ofNullable(LIBRARIES.get(path));
        return resource.flatMap(name -> {
            File known = read.get(name);
            if (known != null) {
                return Optional.of(known);
            }
            Optional<File> found = load(name);
            found.ifPresent(file -> read.put(name, file));
            return found;
        });
    }

    private static Optional<File> load(String resource) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            String tag = HexFormat.of().formatHex(digest, 0, 16);
            return Optional.of(
                    new File(type == null ? "application/octet-stream" : type, tag, bytes, Gzip.whole(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the page cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
