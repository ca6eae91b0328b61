package dev.laurel.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A browser without a screen: cookies, redirects, pages and forms over {@code java.net.http}, no scripts. One instance is
 * one person's browser; its pages are that person's tabs and share the cookies.
 *
 * <pre>{@code
 * var browser = new HttpBrowser();
 * var page = browser.get("http://localhost:8080/");
 * page = page.form("#login").set("username", "admin").set("password", secret).submit();
 * assertThat(page.status()).isEqualTo(200);
 * assertThat(page.document().select("h1").text()).isEqualTo("Operator console");
 * }</pre>
 *
 * <p>Cookies follow RFC 6265 (host, path, expiry, prefixes); {@code Secure} cookies also work on loopback over http, as in
 * Chromium. Forms send {@code Origin}, {@code Referer} and {@code Sec-Fetch-Site} as a browser would, the page's referrer
 * policy included. Pages that submit their form by script are sent on only when asked: {@link Page#autoSubmit()} or
 * {@link #autoSubmitting()}.
 */
public final class HttpBrowser {

    private static final int MAX_REDIRECTS = 20;
    private static final int MAX_AUTOMATIC_FORMS = 10;
    private static final Pattern ATTRIBUTE_CHARSET = Pattern.compile("charset=\"?([\\w.:-]+)");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final List<Cookie> jar = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private boolean followRedirects = true;
    private boolean autoSubmit;
    private boolean acceptCookies = true;

    /** An empty browser that asks for English pages. */
    public HttpBrowser() {
        headers.put("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        headers.put("Accept-Language", "en");
        headers.put("User-Agent", "Mozilla/5.0 (HttpBrowser; tests)");
    }

    /** Sets a header that goes with every request, for example {@code Accept-Language}. */
    public HttpBrowser header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** From now on, 3xx answers are returned as they are. */
    public HttpBrowser notFollowingRedirects() {
        followRedirects = false;
        return this;
    }

    /** From now on, 3xx answers are followed again. */
    public HttpBrowser followingRedirects() {
        followRedirects = true;
        return this;
    }

    /** From now on, pages that submit their form by script are sent on at once, as a browser with scripts does. */
    public HttpBrowser autoSubmitting() {
        autoSubmit = true;
        return this;
    }

    /** From now on, no cookie is stored or sent. */
    public HttpBrowser withoutCookies() {
        acceptCookies = false;
        jar.clear();
        return this;
    }

    /** Opens an address as if it had been typed. */
    public Page get(String uri) {
        return get(URI.create(uri));
    }

    /** Opens an address as if it had been typed. */
    public Page get(URI uri) {
        return navigate(new Outgoing("GET", uri, null, null), null);
    }

    /** Posts a form nobody's page holds (no {@code Origin}, no {@code Referer}). */
    public Page post(String uri, Map<String, String> fields) {
        return post(URI.create(uri), fields);
    }

    /** Posts a form nobody's page holds (no {@code Origin}, no {@code Referer}). */
    public Page post(URI uri, Map<String, String> fields) {
        List<Field> list = fields.entrySet().stream()
                .map(e -> new Field(e.getKey(), e.getValue(), null))
                .toList();
        return navigate(urlencoded("POST", uri, list), null);
    }

    /** Posts any body, with the cookies of this browser, e.g. what a script of the page would send. */
    public Page send(String method, URI uri, String contentType, byte[] body, Map<String, String> extraHeaders) {
        return navigate(new Outgoing(method, uri, contentType, body, extraHeaders), null);
    }

    /** The value of a cookie that would be sent to {@code uri}. */
    public Optional<String> cookie(URI uri, String name) {
        expire();
        return jar.stream()
                .filter(c -> c.name.equals(name) && c.sentTo(uri))
                .map(Cookie::value)
                .findFirst();
    }

    /** Stores a cookie as if {@code uri} had answered with this {@code Set-Cookie} header. */
    public HttpBrowser setCookie(URI uri, String setCookieHeader) {
        store(uri, setCookieHeader);
        return this;
    }

    /** Forgets everything. */
    public void clearCookies() {
        jar.clear();
    }

    private Page navigate(Outgoing first, @Nullable Page from) {
        Page page = exchange(first, from);
        for (int i = 0; autoSubmit && page.isAutomatic(); i++) {
            page = page.continueAutomatically(i);
        }
        return page;
    }

    private Page exchange(Outgoing first, @Nullable Page from) {
        Outgoing next = first;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpResponse<byte[]> response = send(next, from);
            if (acceptCookies) {
                for (String header : response.headers().allValues("set-cookie")) {
                    store(next.uri, header);
                }
            }
            Optional<String> location = response.headers().firstValue("location");
            if (!followRedirects || response.statusCode() / 100 != 3 || location.isEmpty()) {
                return new Page(this, next.uri, response.statusCode(), response.headers(), response.body());
            }
            URI target = next.uri.resolve(location.get());
            boolean keep = response.statusCode() == 307 || response.statusCode() == 308;
            next = keep
                    ? new Outgoing(next.method, target, next.contentType, next.body, next.headers)
                    : new Outgoing("GET", target, null, null);
        }
        throw new IllegalStateException("More than " + MAX_REDIRECTS + " redirects, last one to " + next.uri);
    }

    private HttpResponse<byte[]> send(Outgoing out, @Nullable Page from) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(withoutFragment(out.uri)).timeout(Duration.ofSeconds(30));
        headers.forEach(request::setHeader);
        request.setHeader("Sec-Fetch-Mode", "navigate");
        request.setHeader("Sec-Fetch-Site", from == null ? "none" : relation(from.uri, out.uri));
        if (from != null) {
            String policy = from.referrerPolicy();
            from.referrer(policy, out.uri).ifPresent(r -> request.setHeader("Referer", r));
            if (!out.method.equals("GET")) {
                boolean hidden = policy.equals("no-referrer")
                        || (policy.equals("same-origin") && !origin(from.uri).equals(origin(out.uri)));
                request.setHeader("Origin", hidden ? "null" : origin(from.uri));
            }
        }
        String cookies = cookieHeader(out.uri);
        if (!cookies.isEmpty()) {
            request.setHeader("Cookie", cookies);
        }
        if (out.contentType != null) {
            request.setHeader("Content-Type", out.contentType);
        }
        out.headers.forEach(request::setHeader);
        request.method(out.method, out.body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(out.body));
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(out.method + " " + out.uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private String cookieHeader(URI uri) {
        expire();
        return jar.stream()
                .filter(c -> c.sentTo(uri))
                .sorted((a, b) -> Integer.compare(b.path.length(), a.path.length()))
                .map(c -> c.name + "=" + c.value)
                .collect(Collectors.joining("; "));
    }

    private void expire() {
        Instant now = Instant.now();
        jar.removeIf(c -> c.expires != null && !c.expires.isAfter(now));
    }

    private void store(URI uri, String header) {
        Cookie.parse(uri, header).ifPresent(cookie -> {
            jar.removeIf(old ->
                    old.name.equals(cookie.name) && old.host.equals(cookie.host) && old.path.equals(cookie.path));
            jar.add(cookie);
        });
    }

    private static Outgoing urlencoded(String method, URI uri, List<Field> fields) {
        String encoded =
                fields.stream().map(f -> encode(f.name) + "=" + encode(f.value)).collect(Collectors.joining("&"));
        if (method.equals("GET")) {
            String bare = uri.toString().replaceFirst("[?#].*$", "");
            return new Outgoing("GET", URI.create(encoded.isEmpty() ? bare : bare + "?" + encoded), null, null);
        }
        return new Outgoing(method, uri, "application/x-www-form-urlencoded", encoded.getBytes(StandardCharsets.UTF_8));
    }

    private static Outgoing multipart(URI uri, List<Field> fields) {
        String boundary = "----HttpBrowser" + UUID.randomUUID().toString().replace("-", "");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Field field : fields) {
            String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(field.name) + "\"";
            if (field.file != null) {
                head += "; filename=\"" + quoted(field.file.name) + "\"\r\nContent-Type: " + field.file.type;
            }
            body.writeBytes((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            body.writeBytes(field.file != null ? field.file.content : field.value.getBytes(StandardCharsets.UTF_8));
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return new Outgoing("POST", uri, "multipart/form-data; boundary=" + boundary, body.toByteArray());
    }

    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static URI withoutFragment(URI uri) {
        String text = uri.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? uri : URI.create(text.substring(0, hash));
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    private static String relation(URI from, URI to) {
        if (origin(from).equals(origin(to))) {
            return "same-origin";
        }
        return from.getScheme().equals(to.getScheme()) && from.getHost().equals(to.getHost())
                ? "same-site"
                : "cross-site";
    }

    /** What the server answered, after redirects. */
    public static final class Page {

        private final HttpBrowser browser;
        private final URI uri;
        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;
        private @Nullable Document document;

        private Page(HttpBrowser browser, URI uri, int status, HttpHeaders headers, byte[] body) {
            this.browser = browser;
            this.uri = uri;
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        /** Where the redirects ended. */
        public URI uri() {
            return uri;
        }

        public int status() {
            return status;
        }

        public HttpHeaders headers() {
            return headers;
        }

        /** The first header of that name. */
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        public byte[] bytes() {
            return body.clone();
        }

        public String body() {
            Matcher charset = ATTRIBUTE_CHARSET.matcher(header("content-type").orElse(""));
            return new String(body, charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8);
        }

        /** The page parsed as HTML, whatever its type. */
        public Document document() {
            if (document == null) {
                document = Jsoup.parse(body(), uri.toString());
            }
            return document;
        }

        /** The visible text. */
        public String text() {
            return document().body().text();
        }

        /** Elements that match, as {@code document().select(…)}. */
        public org.jsoup.select.Elements select(String css) {
            return document().select(css);
        }

        /** Follows the first link that matches.
         *
         * @throws IllegalArgumentException when there is none
         */
        public Page click(String css) {
            Element link = first(css);
            URI target = URI.create(link.absUrl("href"));
            return browser.navigate(new Outgoing("GET", target, null, null), this);
        }

        /** Opens an address from this page (relative ones too). */
        public Page open(String href) {
            return browser.navigate(new Outgoing("GET", uri.resolve(href), null, null), this);
        }

        /** The first form that matches, or that holds what matches.
         *
         * @throws IllegalArgumentException when there is none
         */
        public Form form(String css) {
            Element element = first(css);
            Element form = element.is("form") ? element : element.closest("form");
            if (form == null && element.hasAttr("form")) {
                form = document().getElementById(element.attr("form"));
            }
            if (form == null) {
                throw new IllegalArgumentException("No form around " + css + " at " + uri);
            }
            return new Form(this, form);
        }

        /** Submits a form with some values replaced; see {@link #form(String)}. */
        public Page submit(String css, Map<String, String> overrides) {
            Form form = form(css);
            overrides.forEach(form::set);
            return form.submit();
        }

        /** Whether a script of the page would submit its form without being asked. */
        public boolean isAutomatic() {
            if (!header("content-type").orElse("").startsWith("text/html")) {
                return false;
            }
            if (!select("form[data-auto-submit], form[data-autosubmit], form[data-send-at-once]")
                    .isEmpty()) {
                return true;
            }
            boolean script = select("body[onload*=submit()]").size() > 0
                    || select("script").stream().anyMatch(s -> s.data().contains(".submit()"));
            return script && select("form").size() == 1;
        }

        /** Submits forms as the page's script would, for as long as there is such a page.
         *
         * @throws IllegalStateException when this page is not one
         */
        public Page autoSubmit() {
            if (!isAutomatic()) {
                throw new IllegalStateException(
                        "Status " + status + " at " + uri + " does not submit itself: " + text());
            }
            Page page = this;
            for (int i = 0; page.isAutomatic(); i++) {
                page = page.continueAutomatically(i);
            }
            return page;
        }

        private Page continueAutomatically(int already) {
            if (already >= MAX_AUTOMATIC_FORMS) {
                throw new IllegalStateException("Pages keep submitting themselves, now at " + uri);
            }
            Element marked =
                    document().selectFirst("form[data-auto-submit], form[data-autosubmit], form[data-send-at-once]");
            Form form = new Form(this, marked != null ? marked : first("form"));
            return browser.exchange(form.outgoing(), this);
        }

        private Element first(String css) {
            Element found = document().selectFirst(css);
            if (found == null) {
                throw new IllegalArgumentException(
                        "Nothing matches " + css + " at " + uri + " (status " + status + "): " + text());
            }
            return found;
        }

        private String referrerPolicy() {
            Element meta = document().selectFirst("meta[name=referrer]");
            return meta != null
                    ? meta.attr("content")
                    : header("referrer-policy").orElse("strict-origin-when-cross-origin");
        }

        private Optional<String> referrer(String policy, URI target) {
            boolean same = origin(uri).equals(origin(target));
            return switch (policy) {
                case "no-referrer" -> Optional.empty();
                case "same-origin" -> same ? Optional.of(withoutFragment(uri).toString()) : Optional.empty();
                case "origin", "strict-origin" -> Optional.of(origin(uri) + "/");
                default -> Optional.of(same ? withoutFragment(uri).toString() : origin(uri) + "/");
            };
        }
    }

    /** A form of a page, filled with what the page holds. */
    public static final class Form {

        private final Page page;
        private final Element form;
        private final List<Field> fields = new ArrayList<>();
        private @Nullable Element button;

        private Form(Page page, Element form) {
            this.page = page;
            this.form = form;
            for (Element control : controls()) {
                read(control);
            }
        }

        /** Replaces all values of a field, or adds it; a checkbox is ticked by its value. */
        public Form set(String name, String value) {
            return set(name, List.of(value));
        }

        /** Replaces all values of a field: several ticked boxes or selected options. */
        public Form set(String name, List<String> values) {
            remove(name);
            values.forEach(v -> fields.add(new Field(name, v, null)));
            return this;
        }

        /** Unticks or leaves out a field. */
        public Form remove(String name) {
            fields.removeIf(f -> f.name.equals(name));
            return this;
        }

        /** Chooses a file; the form must be {@code multipart/form-data}. */
        public Form file(String name, String fileName, String contentType, byte[] content) {
            fields.removeIf(f -> f.name.equals(name) && f.file != null && f.file.name.isEmpty());
            fields.add(new Field(name, "", new File(fileName, contentType, content)));
            return this;
        }

        /** What would be sent for a field. */
        public List<String> values(String name) {
            return fields.stream()
                    .filter(f -> f.name.equals(name))
                    .map(Field::value)
                    .toList();
        }

        /** Where it would go. */
        public URI action() {
            String action = button != null && button.hasAttr("formaction")
                    ? button.absUrl("formaction")
                    : form.hasAttr("action") ? form.absUrl("action") : page.uri.toString();
            return URI.create(action.isEmpty() ? page.uri.toString() : action);
        }

        /** Submits with the first submit button, as the Enter key does. */
        public Page submit() {
            if (button == null) {
                controls().stream().filter(Form::submits).findFirst().ifPresent(this::press);
            }
            return page.browser.navigate(outgoing(), page);
        }

        /** Submits with this button (its name, value and {@code formaction} count).
         *
         * @throws IllegalArgumentException when no such button belongs to the form
         */
        public Page submitWith(String buttonCss) {
            press(controls().stream()
                    .filter(Form::submits)
                    .filter(b -> b.is(buttonCss))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("No button " + buttonCss + " at " + page.uri)));
            return page.browser.navigate(outgoing(), page);
        }

        private void press(Element pressed) {
            button = pressed;
            if (!pressed.attr("name").isEmpty()) {
                fields.add(new Field(pressed.attr("name"), pressed.attr("value"), null));
            }
        }

        private Outgoing outgoing() {
            String method = form.attr("method").toUpperCase(Locale.ROOT);
            if (button != null && button.hasAttr("formmethod")) {
                method = button.attr("formmethod").toUpperCase(Locale.ROOT);
            }
            if (!method.equals("POST")) {
                return urlencoded("GET", action(), fields);
            }
            boolean files = form.attr("enctype").equalsIgnoreCase("multipart/form-data");
            return files ? multipart(action(), fields) : urlencoded("POST", action(), fields);
        }

        private List<Element> controls() {
            List<Element> all = new ArrayList<>(form.select("input, select, textarea, button"));
            all.removeIf(e -> e.hasAttr("form") && !e.attr("form").equals(form.id()));
            if (!form.id().isEmpty()) {
                page.document().select("[form=" + form.id() + "]").stream()
                        .filter(e -> e.closest("form") != form)
                        .forEach(all::add);
            }
            all.removeIf(e -> e.hasAttr("disabled") || e.closest("fieldset[disabled]") != null);
            return all;
        }

        private static boolean submits(Element e) {
            String type = e.attr("type").toLowerCase(Locale.ROOT);
            return e.is("button") ? type.isEmpty() || type.equals("submit") : e.is("input") && type.equals("submit");
        }

        private void read(Element control) {
            String name = control.attr("name");
            if (name.isEmpty() || control.is("button")) {
                return;
            }
            if (control.is("select")) {
                List<Element> options = control.select("option");
                List<Element> chosen = new ArrayList<>(control.select("option[selected]"));
                if (chosen.isEmpty() && !control.hasAttr("multiple") && !options.isEmpty()) {
                    chosen.add(options.get(0));
                }
                chosen.forEach(o -> fields.add(new Field(name, o.hasAttr("value") ? o.attr("value") : o.text(), null)));
            } else if (control.is("textarea")) {
                fields.add(new Field(name, control.wholeText(), null));
            } else {
                switch (control.attr("type").toLowerCase(Locale.ROOT)) {
                    case "submit", "button", "reset", "image" -> {}
                    case "checkbox", "radio" -> {
                        if (control.hasAttr("checked")) {
                            fields.add(new Field(name, control.hasAttr("value") ? control.attr("value") : "on", null));
                        }
                    }
                    case "file" ->
                        fields.add(new Field(name, "", new File("", "application/octet-stream", new byte[0])));
                    default -> fields.add(new Field(name, control.attr("value"), null));
                }
            }
        }
    }

    private record File(String name, String type, byte[] content) {}

    private record Field(
            String name, String value, @Nullable File file) {}

    private record Outgoing(
            String method, URI uri, @Nullable String contentType, byte @Nullable [] body, Map<String, String> headers) {
        Outgoing(String method, URI uri, @Nullable String contentType, byte @Nullable [] body) {
            this(method, uri, contentType, body, Map.of());
        }
    }

    private record Cookie(
            String name,
            String value,
            String host,
            boolean hostOnly,
            String path,
            boolean secure,
            @Nullable Instant expires) {

        boolean sentTo(URI uri) {
            String target = uri.getHost();
            boolean hostMatches = target.equals(host) || (!hostOnly && target.endsWith("." + host));
            String requested = uri.getPath().isEmpty() ? "/" : uri.getPath();
            boolean pathMatches = requested.equals(path)
                    || (requested.startsWith(path) && (path.endsWith("/") || requested.charAt(path.length()) == '/'));
            return hostMatches && pathMatches && (!secure || trustworthy(uri));
        }

        static Optional<Cookie> parse(URI uri, String header) {
            String[] parts = header.split(";");
            int equals = parts[0].indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            String name = parts[0].substring(0, equals).trim();
            String value = parts[0].substring(equals + 1).trim();
            Map<String, String> attributes = new LinkedHashMap<>();
            for (int i = 1; i < parts.length; i++) {
                String[] pair = parts[i].trim().split("=", 2);
                attributes.put(pair[0].toLowerCase(Locale.ROOT), pair.length > 1 ? pair[1].trim() : "");
            }
            boolean secure = attributes.containsKey("secure");
            String domain = attributes
                    .getOrDefault("domain", "")
                    .replaceFirst("^\\.", "")
                    .toLowerCase(Locale.ROOT);
            String path = attributes.getOrDefault("path", "");
            boolean crossSiteUnsafe = attributes.getOrDefault("samesite", "").equalsIgnoreCase("none") && !secure;
            boolean foreign = !domain.isEmpty()
                    && !uri.getHost().equals(domain)
                    && !uri.getHost().endsWith("." + domain);
            boolean badPrefix = (name.startsWith("__Secure-") && !secure)
                    || (name.startsWith("__Host-") && (!secure || !domain.isEmpty() || !path.equals("/")));
            boolean badPartition = attributes.containsKey("partitioned") && !secure;
            if ((secure && !trustworthy(uri)) || foreign || badPrefix || crossSiteUnsafe || badPartition) {
                return Optional.empty();
            }
            return Optional.of(new Cookie(
                    name,
                    value,
                    domain.isEmpty() ? uri.getHost() : domain,
                    domain.isEmpty(),
                    path.startsWith("/") ? path : defaultPath(uri),
                    secure,
                    expiry(attributes)));
        }

        private static String defaultPath(URI uri) {
            int slash = uri.getPath().lastIndexOf('/');
            return slash <= 0 ? "/" : uri.getPath().substring(0, slash);
        }

        private static @Nullable Instant expiry(Map<String, String> attributes) {
            String maxAge = attributes.get("max-age");
            if (maxAge != null && maxAge.matches("-?\\d{1,10}")) {
                return Instant.now().plusSeconds(Long.parseLong(maxAge));
            }
            String expires = attributes.get("expires");
            if (expires == null) {
                return null;
            }
            try {
                return ZonedDateTime.parse(expires.replace('-', ' '), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
            } catch (DateTimeParseException e) {
                return null;
            }
        }

        private static boolean trustworthy(URI uri) {
            if (uri.getScheme().equals("https") || uri.getHost().equals("localhost")) {
                return true;
            }
            if (uri.getHost().endsWith(".localhost")) {
                return true;
            }
            if (!uri.getHost().matches("[\\d.]+|\\[.*]")) {
                return false;
            }
            try {
                return InetAddress.getByName(uri.getHost()).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return false;
            }
        }
    }
}
