package dev.canvasdev;

import dev.canvasdev.Dress.TokenProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** The token endpoint: client credentials with {@code private_key_jwt} (RFC 7523), nothing else. */
@Controller
final class TokenController {

    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Platforms platforms;
    private final ToolKeys keys;
    private final UsedOnce usedOnce;
    private final AccessTokens tokens;

    TokenController(Platforms platforms, ToolKeys keys, UsedOnce usedOnce, AccessTokens tokens) {
        this.platforms = platforms;
        this.keys = keys;
        this.usedOnce = usedOnce;
        this.tokens = tokens;
    }

    @PostMapping({"/login/oauth2/token", "/moodle/mod/lti/token.php"})
    void token(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Platform platform = platforms.of(request);
        try {
            answer(platform, request).header("Cache-Control", "no-store").write(response);
        } catch (Refusal refusal) {
            refusal.answer().write(response);
        }
    }

    private Answer answer(Platform platform, HttpServletRequest request) {
        Dress dress = platform.dress();
        if (!Media.bare(request.getContentType()).equals("application/x-www-form-urlencoded")) {
            return dress.tokenProblem(TokenProblem.NOT_A_FORM, null);
        }
        if (request.getQueryString() != null) {
            return dress.tokenProblem(TokenProblem.MISSING_PARAMETER, "no query is taken");
        }
        String grantType = request.getParameter("grant_type");
        if (grantType != null && !grantType.equals("client_credentials")) {
            return dress.tokenProblem(TokenProblem.GRANT_TYPE, null);
        }
        for (String name : List.of("grant_type", "client_assertion_type", "client_assertion", "scope")) {
            String[] values = request.getParameterValues(name);
            if (values == null || values.length != 1 || values[0].isBlank()) {
                return dress.tokenProblem(TokenProblem.MISSING_PARAMETER, name);
            }
        }
        if (!JWT_BEARER.equals(request.getParameter("client_assertion_type"))) {
            return dress.tokenProblem(TokenProblem.MISSING_PARAMETER, "client_assertion_type");
        }
        Jws assertion = Jws.parse(request.getParameter("client_assertion"));
        if (assertion == null) {
            return dress.tokenProblem(TokenProblem.SIGNATURE, null);
        }
        Optional<Tool> tool = platform.toolOfClient(assertion.claim("sub")).filter(t -> t.enabled);
        if (tool.isEmpty()) {
            return dress.tokenProblem(TokenProblem.UNKNOWN_CLIENT, null);
        }
        Answer problem = checkSignature(dress, tool.get(), assertion);
        if (problem == null) {
            String jti = assertion.claim("jti");
            boolean used = jti != null && usedOnce.wasUsed("jti", tool.get(), jti);
            problem = dress.assertionProblem(assertion, tool.get(), used);
        }
        return problem != null ? problem : grant(dress, tool.get(), request.getParameter("scope"));
    }

    private @Nullable Answer checkSignature(Dress dress, Tool tool, Jws assertion) {
        try {
            PublicKey key = keys.find(tool, assertion.kid());
            if (key == null) {
                return dress.tokenProblem(TokenProblem.UNKNOWN_KID, "kid not in the key set");
            }
            return assertion.isRs256By(key) ? null : dress.tokenProblem(TokenProblem.SIGNATURE, null);
        } catch (ToolKeys.Unreachable e) {
            return dress.tokenProblem(TokenProblem.KEYS_UNREACHABLE, e.getMessage());
        }
    }

    /** Canvas refuses what was not granted; Moodle gives what it can, and refuses when that is nothing. */
    private Answer grant(Dress dress, Tool tool, String asked) {
        List<String> granted = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (String scope : asked.trim().split(" +")) {
            (tool.may(scope) ? granted : refused).add(scope);
        }
        boolean partly = dress.grantsPartOfScopes() && !granted.isEmpty();
        if (!refused.isEmpty() && !partly) {
            return dress.tokenProblem(TokenProblem.SCOPE, String.join(" ", refused));
        }
        return dress.tokenAnswer(tokens.grant(dress, tool, granted), granted);
    }
}
