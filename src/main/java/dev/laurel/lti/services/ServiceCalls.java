package dev.laurel.lti.services;

import dev.laurel.lti.Registration;
import dev.laurel.lti.services.ScoreNotAccepted.Fault;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Calls to a platform's services with a token; once more with a fresh one when the first is not taken. */
@Component
class ServiceCalls {

    private final OutboundHttp http;
    private final ServiceTokens tokens;

    ServiceCalls(OutboundHttp http, ServiceTokens tokens) {
        this.http = http;
        this.tokens = tokens;
    }

    /** The answer, whatever its status. @throws ScoreNotAccepted when there is none, or no token for the call */
    OutboundResponse send(Registration registration, Set<String> scopes, OutboundRequest request)
            throws ScoreNotAccepted {
        String token = tokens.token(registration, scopes);
        OutboundResponse answer = send(registration, request, token);
        if (answer.status() != 401) {
            return answer;
        }
        tokens.drop(registration, scopes, token);
        return send(registration, request, tokens.token(registration, scopes));
    }

    private OutboundResponse send(Registration registration, OutboundRequest request, String token)
            throws ScoreNotAccepted {
        try {
            return http.send(request.with("Authorization", "Bearer " + token));
        } catch (OutboundFailure e) {
            boolean neverLeft = e.kind() == OutboundFailure.Kind.FORBIDDEN;
            throw new ScoreNotAccepted(
                    neverLeft ? Reason.REFUSED : Reason.PLATFORM_UNAVAILABLE,
                    neverLeft ? Fault.NONE : Fault.IN_DOUBT,
                    registration.issuer() + " " + e.kind(),
                    null);
        }
    }
}
