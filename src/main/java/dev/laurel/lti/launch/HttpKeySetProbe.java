package dev.laurel.lti.launch;

import dev.laurel.lti.KeySetProbe;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundFailure.Kind;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Asks the platform anew and reads what comes as a launch would. */
@Component
class HttpKeySetProbe implements KeySetProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 256 * 1024;

    private final OutboundHttp http;

    HttpKeySetProbe(OutboundHttp http) {
        this.http = http;
    }

    @Override
    public Finding look(URI keySet) {
        OutboundResponse response;
        try {
            response = http.send(OutboundRequest.get(keySet)
                    .with("Accept", "application/json, */*;q=0.5")
                    .within(PATIENCE)
                    .atMost(MOST_BYTES));
        } catch (OutboundFailure e) {
            return e.kind() == Kind.FORBIDDEN
                    ? Finding.FORBIDDEN
                    : e.kind() == Kind.TOO_LARGE ? Finding.NO_KEY_SET : Finding.UNREACHABLE;
        }
        if (!response.isSuccessful()) {
            return Finding.NO_KEY_SET;
        }
        try {
            return KeySets.parse(response.text()).isEmpty() ? Finding.NO_USABLE_KEY : Finding.USABLE;
        } catch (IOException e) {
            return Finding.NO_KEY_SET;
        }
    }
}
