package dev.laurel.lti.launch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.laurel.lti.Registrations;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A platform in the browser: course pages on one origin with the tool in a frame, an authorization endpoint, and pages that
 * keep data for tools, well or badly. A second origin plays the stranger.
 */
final class StoringPlatform implements AutoCloseable {

    /** How the platform's page treats what a tool asks it to keep. */
    enum Manner {
        /** As the standard says. */
        HONEST,
        /** As Brightspace: knows the names alone that came before the standard, and passes the others over. */
        OLDER_NAMES,
        /** Refuses the standard's names, and knows those that came before it. */
        REFUSING_NAMES,
        /** Gives other values back than it was given. */
        SWAPPING,
        /** Keeps, but has nothing to give back. */
        FORGETFUL,
        /** Keeps, and never answers a question for it. */
        SILENT_AT_LAUNCH,
        /** Answers nothing at all. */
        SILENT,
        /** Keeps, and answers at the launch from a page of another origin, in the same frame and rightly. */
        FROM_ELSEWHERE,
        /** Keeps nothing, and says so. */
        FULL
    }

    /** What the course page's frame for storage is. */
    enum Frame {
        /** A frame of the platform's origin by the name that the login says. */
        OWN,
        /** The course page itself keeps the data: {@code _parent}. */
        PARENT,
        /** A page of another origin stands in the frame of that name. */
        STRANGER,
        /** The login names nothing, and the course page says where the frame is when it is asked. */
        ASKED_FOR
    }

    private static final String NAME = "storage_frame";

    private final HttpServer server;
    private final HttpServer stranger;
    private final FakePlatform platform;
    private final LaurelSettings settings;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> heardByStranger = new CopyOnWriteArrayList<>();
    private volatile Manner manner = Manner.HONEST;
    private volatile Frame frame = Frame.OWN;
    private volatile boolean holding;
    private volatile String held = "";
    private volatile String nonce = "";
    private volatile String locale = "en";
    private volatile boolean picking;
    private final List<String> returned = new CopyOnWriteArrayList<>();
    private final List<String> methods = new CopyOnWriteArrayList<>();
    private volatile String messageHint = "message-hint";

    /** The platform is at 127.0.0.1, which is another site than the tool's localhost. */
    StoringPlatform(LaurelSettings settings, Registrations registrations, TenantId tenant) {
        this.settings = settings;
        this.server = server("127.0.0.1");
        this.stranger = server("localhost");
        this.platform = new FakePlatform(settings.baseUrl(), origin(), "client-" + UUID.randomUUID());
        platform.publish(FakePlatform.jwk("key-1", 0));
        platform.register(registrations, tenant);
        serve();
    }

    StoringPlatform with(Manner manner) {
        this.manner = manner;
        return this;
    }

    StoringPlatform with(Frame frame) {
        this.frame = frame;
        return this;
    }

    StoringPlatform speaking(String language) {
        this.locale = language;
        return this;
    }

    /** Asks for content to place in the course instead of opening a link. */
    StoringPlatform picking() {
        this.picking = true;
        return this;
    }

    /** Gives logins a hint of that many characters. */
    StoringPlatform hinting(int characters) {
        this.messageHint = "x".repeat(characters);
        return this;
    }

    /** How each authentication request came, GET or POST. */
    List<String> methods() {
        return List.copyOf(methods);
    }

    /** What came back from the tool, as forms. */
    List<String> returned() {
        return List.copyOf(returned);
    }

    /** The next launch is kept back instead of sent, for {@link #heldLaunch()}. */
    StoringPlatform holding() {
        this.holding = true;
        return this;
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The page of a course, which opens the tool in its frame {@code tool}. */
    String course() {
        return origin() + "/course";
    }

    /** The same, but the frame posts the launch that was held back. */
    String heldLaunch() {
        return origin() + "/course?held";
    }

    /** The course page opens the tool in a window of its own when its button is pressed. */
    String newWindow() {
        return origin() + "/course?window";
    }

    boolean isHolding() {
        return !held.isEmpty();
    }

    /** The nonce that the tool sent last. */
    String nonce() {
        return nonce;
    }

    /** Messages that pages of the platform's origin were sent, as JSON. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    /** Messages that the stranger's page was sent. */
    List<String> heardByStranger() {
        return List.copyOf(heardByStranger);
    }

    FakePlatform platform() {
        return platform;
    }

    private void serve() {
        server.createContext("/course", exchange -> html(exchange, course(exchange)));
        server.createContext("/start", exchange -> html(exchange, selfPosting(settings.at("/lti/login"), login())));
        server.createContext("/held", exchange -> html(exchange, held));
        server.createContext("/authorize", this::authorize);
        server.createContext("/storage", exchange -> html(exchange, page("Storage", keeper())));
        server.createContext("/heard", exchange -> hears(exchange, heard));
        server.createContext("/returned", exchange -> {
            returned.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            html(exchange, page("Returned", RETURNED));
        });
        stranger.createContext("/storage", exchange -> html(exchange, page("Storage", keeper())));
        stranger.createContext("/answer", exchange -> html(exchange, page("Stranger", ANSWERING)));
        stranger.createContext("/heard", exchange -> hears(exchange, heardByStranger));
        server.start();
        stranger.start();
    }

    private Map<String, String> login() {
        Map<String, String> login = platform.loginParameters();
        login.put("lti_message_hint", messageHint);
        if (frame == Frame.PARENT) {
            login.put("lti_storage_target", "_parent");
        } else if (frame != Frame.ASKED_FOR) {
            login.put("lti_storage_target", NAME);
        }
        return login;
    }

    private String course(HttpExchange exchange) {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        StringBuilder body = new StringBuilder();
        if (frame == Frame.PARENT) {
            body.append(keeper());
        } else {
            String at = frame == Frame.STRANGER ? strangersOrigin() : "";
            body.append("<iframe title=Storage name=")
                    .append(NAME)
                    .append(" src='")
                    .append(at)
                    .append("/storage'></iframe>");
        }
        if (frame == Frame.ASKED_FOR) {
            boolean older = manner == Manner.OLDER_NAMES || manner == Manner.REFUSING_NAMES;
            body.append(CAPABILITIES.replace("$PREFIX", older ? "org.imsglobal.lti." : "lti."));
        }
        if (query.equals("window")) {
            body.append("<a id=open href='/start' target='_blank' rel='opener'>open</a>");
        } else {
            body.append("<iframe title=Tool name=tool id=tool width=900 height=600 style=max-width:100% src='")
                    .append(query.equals("held") ? "/held" : "/start")
                    .append("'></iframe>");
        }
        return page("Course", body.toString());
    }

    private void authorize(HttpExchange exchange) throws IOException {
        boolean posted = exchange.getRequestMethod().equals("POST");
        Map<String, String> asked = posted
                ? FakePlatform.query(
                        URI.create("?" + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)))
                : FakePlatform.query(exchange.getRequestURI());
        methods.add(exchange.getRequestMethod());
        nonce = asked.get("nonce");
        Map<String, Object> claims =
                platform.claims(new FakePlatform.Login(null, asked), picking ? "Instructor" : "Learner");
        if (picking) {
            claims.put(FakePlatform.LTI + "message_type", "LtiDeepLinkingRequest");
            claims.remove(FakePlatform.LTI + "resource_link");
            claims.put(
                    Claims.DEEP_LINKING,
                    FakePlatform.map(
                            "deep_link_return_url",
                            origin() + "/returned",
                            "accept_types",
                            List.of("ltiResourceLink"),
                            "accept_presentation_document_targets",
                            List.of("iframe")));
        }
        claims.put(FakePlatform.LTI + "launch_presentation", FakePlatform.map("locale", locale));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id_token", platform.sign(claims));
        fields.put("state", asked.get("state"));
        String form = selfPosting(URI.create(asked.get("redirect_uri")), fields);
        if (holding) {
            held = form;
            html(exchange, page("Authorization", "<p id=kept-back>kept back</p>"));
        } else {
            html(exchange, form);
        }
    }

    private String strangersOrigin() {
        return "http://localhost:" + stranger.getAddress().getPort();
    }

    private String keeper() {
        return KEEPER.replace("$STRANGER", strangersOrigin());
    }

    private static String page(String label, String body) {
        return "<!doctype html><html lang=en><meta name=viewport content=width=device-width><title>Platform</title><body><main aria-label="
                + label + "><h1>" + label + "</h1>" + body + "</main>";
    }

    private static String selfPosting(URI action, Map<String, String> fields) {
        StringBuilder form = new StringBuilder("<form method=post action='" + action + "'>");
        fields.forEach((name, value) -> form.append("<input type=hidden name='")
                .append(name)
                .append("' value='")
                .append(value.replace("&", "&amp;").replace("'", "&#39;"))
                .append("'>"));
        return page("Going", form + "</form><script>document.forms[0].submit()</script>");
    }

    private void hears(HttpExchange exchange, List<String> list) throws IOException {
        list.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        html(exchange, manner.name());
    }

    /** Keeps in memory of the browser's own storage, tells the server what it heard, and asks it how to behave. */
    private static final String KEEPER = """
            <script>
              const answers = new Map();
              addEventListener("message", async (event) => {
                const said = event.data;
                if (!said || !said.subject || /response$/.test(said.subject)) return;
                const manner = await (await fetch("/heard", {
                  method: "POST", body: JSON.stringify({ ...said, from: event.origin }) })).text();
                const older = manner === "OLDER_NAMES" || manner === "REFUSING_NAMES";
                const prefix = older ? "org.imsglobal.lti." : "lti.";
                if (manner === "REFUSING_NAMES" && said.subject.startsWith("lti.")) {
                  event.source.postMessage({ subject: said.subject + ".response", message_id: said.message_id,
                    error: { code: "unsupported_subject", message: "unknown" } }, event.origin);
                }
                const put = said.subject === prefix + "put_data";
                if (!put && said.subject !== prefix + "get_data") return;
                if (manner === "SILENT" || (manner === "SILENT_AT_LAUNCH" && !put)) return;
                const answer = { subject: said.subject + ".response", message_id: said.message_id, key: said.key };
                const name = event.origin + " " + said.key;
                if (put && manner === "FULL") {
                  answer.error = { code: "storage_exhaustion", message: "full" };
                } else if (put && said.value === null) {
                  localStorage.removeItem(name);
                } else if (put) {
                  localStorage.setItem(name, said.value);
                  answer.value = said.value;
                } else if (manner === "SWAPPING") {
                  answer.value = "somebody-elses-value";
                } else {
                  answer.value = manner === "FORGETFUL" ? null : localStorage.getItem(name);
                }
                if (manner === "FROM_ELSEWHERE" && !put) {
                  answers.set(said.key, answer);
                  if (answers.size === 2) {
                    location = "$STRANGER/answer#" + encodeURIComponent(JSON.stringify([...answers.values()]));
                  }
                  return;
                }
                event.source.postMessage(answer, event.origin);
              });
            </script>
            """;

    /** The tool's frame is the second of the course page. */
    private static final String ANSWERING = """
            <script>
              const answers = decodeURIComponent(location.hash.slice(1));
              for (const answer of JSON.parse(answers)) parent.frames[1].postMessage(answer, "*");
              fetch("/heard", { method: "POST", body: answers });
            </script>
            """;

    /** As Moodle's page, which tells the course around it and does nothing in a window of its own. */
    private static final String RETURNED = """
            <script>
              if (parent !== window) parent.document.querySelector("h1").textContent = "Added to the course";
            </script>
            """;

    private static final String CAPABILITIES = """
            <script>
              addEventListener("message", (event) => {
                if (!event.data || event.data.subject !== "$PREFIXcapabilities") return;
                event.source.postMessage({
                  subject: "$PREFIXcapabilities.response", message_id: event.data.message_id,
                  supported_messages: [
                    { subject: "$PREFIXframeResize" },
                    { subject: "$PREFIXput_data", frame: "storage_frame" },
                    { subject: "$PREFIXget_data", frame: "storage_frame" }] }, event.origin);
              });
            </script>
            """;

    private static void html(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static HttpServer server(String host) {
        try {
            return HttpServer.create(new InetSocketAddress(host, 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        stranger.stop(0);
    }
}
