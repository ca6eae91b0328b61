package dev.laurel.wallet;

import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import dev.laurel.wallet.BackpackProblem.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a backpack says of itself: its service description, which is public (Open Badges 3.0, 6.3 and 7.1.1.1; CLR 2.0
 * has the same).
 */
@Component
class BackpackDiscovery {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_ADDRESS = 400;
    private static final int LONGEST_TITLE = 100;

    private final OutboundHttp http;
    private final JsonMapper json;
    private final boolean plainAllowed;

    BackpackDiscovery(OutboundHttp http, JsonMapper json, LaurelSettings settings) {
        this.http = http;
        this.json = json;
        this.plainAllowed = settings.allowPrivateAddresses();
    }

    /** @param typed a host, or any address of the backpack's API */
    BackpackServices discover(BackpackKind kind, String typed) throws BackpackProblem {
        URI base = base(typed);
        URI address = URI.create(base + kind.apiPath() + "/discovery");
        OutboundResponse answer;
        try {
            answer = http.send(OutboundRequest.get(address)
                    .with("Accept", "application/json")
                    .within(PATIENCE));
        } catch (OutboundFailure e) {
            throw BackpackProblem.of(e);
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            throw new BackpackProblem(Kind.MOVED);
        }
        if (answer.status() >= 500) {
            throw new BackpackProblem(Kind.TROUBLE);
        }
        if (!answer.isSuccessful()) {
            throw new BackpackProblem(Kind.NO_BACKPACK);
        }
        try {
            return read(kind, base, json.readTree(answer.body()));
        } catch (JacksonException e) {
            throw new BackpackProblem(Kind.NO_BACKPACK);
        }
    }

    /** What the API lies below: an address without what people copy along with it. */
    static URI base(String typed) throws BackpackProblem {
        String text = typed.strip();
        String whole = text.matches("(?i)[a-z][a-z0-9+.-]*://.*") ? text : "https://" + text;
        try {
            URI given = new URI(whole);
            if (given.getHost() == null || given.getRawUserInfo() != null || whole.length() > LONGEST_ADDRESS) {
                throw new BackpackProblem(Kind.NO_ADDRESS);
            }
            String path = (given.getRawPath() == null ? "" : given.getRawPath())
                    .replaceFirst("/ims/(ob|clr)/v[0-9]p[0-9](/.*)?$", "")
                    .replaceFirst("/+$", "");
            return URI.create(given.getScheme().toLowerCase(Locale.ROOT) + "://"
                    + given.getRawAuthority().toLowerCase(Locale.ROOT) + path);
        } catch (URISyntaxException e) {
            throw new BackpackProblem(Kind.NO_ADDRESS);
        }
    }

    private BackpackServices read(BackpackKind kind, URI base, JsonNode description) throws BackpackProblem {
        JsonNode schemes = description.path("components").path("securitySchemes");
        JsonNode scheme = schemes.path("OAuth2ACG");
        JsonNode flow = scheme.path("flows").path("authorizationCode");
        if (!scheme.path("type").asString("").equals("oauth2") || !flow.isObject()) {
            throw new BackpackProblem(schemes.isObject() ? Kind.NOT_USABLE : Kind.NO_BACKPACK);
        }
        List<String> known =
                kind.scopes().stream().filter(flow.path("scopes")::has).toList();
        if (!known.contains(kind.upsert())) {
            throw new BackpackProblem(Kind.NOT_USABLE);
        }
        URI token = endpoint(flow.path("tokenUrl"));
        return new BackpackServices(
                kind,
                base,
                api(kind, base, description),
                title(description, scheme, base),
                endpoint(scheme.path("x-imssf-registrationUrl")),
                endpoint(flow.path("authorizationUrl")),
                token,
                flow.path("refreshUrl").asString("").isBlank() ? token : endpoint(flow.path("refreshUrl")),
                known);
    }

    /** Where the description says that its paths lie, as long as that is on the host that the person named. */
    private static URI api(BackpackKind kind, URI base, JsonNode description) {
        URI usual = URI.create(base + kind.apiPath());
        String told = description.path("servers").path(0).path("url").asString("");
        try {
            URI api = usual.resolve(new URI(told.replaceFirst("/+$", "")));
            boolean own = base.getScheme().equals(api.getScheme())
                    && base.getRawAuthority().equals(api.getRawAuthority())
                    && api.getRawQuery() == null
                    && api.getRawFragment() == null;
            return told.isBlank() || !own ? usual : api;
        } catch (URISyntaxException e) {
            return usual;
        }
    }

    private static String title(JsonNode description, JsonNode scheme, URI base) {
        String title = scheme.path("x-imssf-name")
                .asString(description.path("info").path("title").asString(""))
                .strip();
        if (title.isEmpty()) {
            return base.getHost();
        }
        return title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE) : title;
    }

    /** The specification's own examples leave the scheme out. */
    private URI endpoint(JsonNode told) throws BackpackProblem {
        String text = told.asString("").strip();
        try {
            URI address = new URI(text.contains("://") ? text : "https://" + text);
            boolean good = address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null
                    && text.length() <= LONGEST_ADDRESS
                    && ("https".equals(address.getScheme()) || plainAllowed && "http".equals(address.getScheme()));
            if (good) {
                return address;
            }
        } catch (URISyntaxException e) {
            // As bad as none.
        }
        throw new BackpackProblem(Kind.NOT_USABLE);
    }
}
