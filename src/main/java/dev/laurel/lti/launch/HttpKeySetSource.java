package dev.laurel.lti.launch;

import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Key sets over HTTP; a person waits for the launch, so not for long. */
@Component
class HttpKeySetSource implements PlatformKeys.KeySetSource {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final OutboundHttp http;

    HttpKeySetSource(OutboundHttp http) {
        this.http = http;
    }

    @Override
    public String fetch(URI address) throws IOException {
        OutboundResponse response = http.send(OutboundRequest.get(address)
                .with("Accept", "application/json, */*;q=0.5")
                .within(PATIENCE));
        if (!response.isSuccessful()) {
            throw new IOException("it answers " + response.status());
        }
        return response.text();
    }
}
