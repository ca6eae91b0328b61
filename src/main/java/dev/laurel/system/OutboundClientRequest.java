package dev.laurel.system;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/** Carries a call of Spring's {@code RestClient} through {@link OutboundHttp}. */
final class OutboundClientRequest extends AbstractClientHttpRequest {

    private final OutboundHttp http;
    private final URI address;
    private final HttpMethod method;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    OutboundClientRequest(OutboundHttp http, URI address, HttpMethod method) {
        this.http = http;
        this.address = address;
        this.method = method;
    }

    @Override
    public HttpMethod getMethod() {
        return method;
    }

    @Override
    public URI getURI() {
        return address;
    }

    @Override
    protected OutputStream getBodyInternal(HttpHeaders headers) {
        return body;
    }

    @Override
    protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
        OutboundRequest request = OutboundRequest.get(address);
        if (body.size() > 0) {
            request = OutboundRequest.post(address, "application/octet-stream", body.toByteArray());
        }
        request = new OutboundRequest(
                method.name(), address, request.headers(), request.body(), request.readTimeout(), request.maxBytes());
        for (String name : headers.headerNames()) {
            // Apache's client sets the length itself and refuses a second one.
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                request = request.with(name, String.join(", ", headers.getOrEmpty(name)));
            }
        }
        return new Response(http.send(request));
    }

    private record Response(OutboundResponse answer) implements ClientHttpResponse {

        @Override
        public HttpStatusCode getStatusCode() {
            return HttpStatusCode.valueOf(answer.status());
        }

        @Override
        public String getStatusText() {
            return "";
        }

        @Override
        public HttpHeaders getHeaders() {
            return answer.headers();
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(answer.body());
        }

        @Override
        public void close() {}
    }
}
