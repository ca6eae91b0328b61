package dev.laurel.system;

import dev.laurel.system.OutboundFailure.Kind;
import dev.laurel.system.PublicAddresses.ForbiddenAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.stereotype.Component;

/**
 * The one way by which this tool calls others. Addresses come from strangers (registrations, tokens, evidence), so each
 * call is https to a public address unless {@code laurel.allow-private-addresses}; link-local and multicast addresses
 * are never called. What was resolved and checked is what is connected to. Redirects are not followed, cookies not kept,
 * nothing is sent twice, and an answer is bounded in size and time.
 */
@Component
public class OutboundHttp implements DisposableBean {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);

    private static final int HIGHEST_PORT = 65_535;

    private final boolean privateAllowed;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "outbound-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    @Autowired
    OutboundHttp(LaurelSettings settings) {
        this(settings, new PublicAddresses(settings.allowPrivateAddresses()));
    }

    OutboundHttp(LaurelSettings settings, PublicAddresses addresses) {
        this.privateAllowed = settings.allowPrivateAddresses();
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(addresses)
                        .setMaxConnTotal(200)
                        .setMaxConnPerRoute(20)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setTimeToLive(TimeValue.ofMinutes(1))
                                .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                                .build())
                        .build())
                .setUserAgent("Laurel (+" + settings.baseUrl() + ")")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /**
     * Makes the call and reads the whole answer, whatever its status.
     *
     * @throws OutboundFailure when there is no answer, or the address is one that is not called
     */
    public OutboundResponse send(OutboundRequest request) throws OutboundFailure {
        URI address = request.address();
        String host = check(address);
        HttpUriRequestBase call = new HttpUriRequestBase(request.method(), address);
        request.headers().forEach(call::setHeader);
        call.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(CONNECT)
                .setResponseTimeout(Timeout.of(request.readTimeout()))
                .build());
        if (request.body().length > 0) {
            call.setEntity(new ByteArrayEntity(request.body(), null));
        }
        // The response time-out is per read; a server that drips bytes meets this one.
        ScheduledFuture<?> deadline = deadlines.schedule(
                call::cancel,
                request.readTimeout().plusMillis(CONNECT.toMilliseconds()).toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return client.execute(call, response -> read(response, request.maxBytes(), host));
        } catch (OutboundFailure e) {
            throw e;
        } catch (ForbiddenAddress e) {
            throw new OutboundFailure(Kind.FORBIDDEN, host + " is on a private network", null);
        } catch (SocketTimeoutException e) {
            throw new OutboundFailure(Kind.TIMED_OUT, host + " did not answer in time", e);
        } catch (IOException e) {
            if (call.isCancelled()) {
                throw new OutboundFailure(Kind.TIMED_OUT, host + " did not finish its answer in time", e);
            }
            throw new OutboundFailure(Kind.UNREACHABLE, "No connection to " + host, e);
        } finally {
            deadline.cancel(false);
        }
    }

    /** The same calls for libraries that speak Spring's {@code RestClient}. */
    public ClientHttpRequestFactory requestFactory() {
        return (address, method) -> new OutboundClientRequest(this, address, method);
    }

    @Override
    public void destroy() throws IOException {
        deadlines.shutdownNow();
        client.close();
    }

    private String check(URI address) throws OutboundFailure {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        @Nullable String host = address.getHost();
        if (host == null || address.getRawUserInfo() != null || address.getPort() > HIGHEST_PORT) {
            throw new OutboundFailure(Kind.FORBIDDEN, "Not the address of a web server", null);
        }
        if (!scheme.equals("https") && !(privateAllowed && scheme.equals("http"))) {
            throw new OutboundFailure(Kind.FORBIDDEN, host + " is not called without https", null);
        }
        return host;
    }

    private static OutboundResponse read(ClassicHttpResponse response, int maxBytes, String host) throws IOException {
        HttpHeaders headers = new HttpHeaders();
        for (Header header : response.getHeaders()) {
            headers.add(header.getName(), header.getValue() == null ? "" : header.getValue());
        }
        if (response.getEntity() == null) {
            return new OutboundResponse(response.getCode(), headers, new byte[0]);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (InputStream content = response.getEntity().getContent()) {
            byte[] buffer = new byte[8192];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                if (body.size() + count > maxBytes) {
                    throw new OutboundFailure(
                            Kind.TOO_LARGE, host + " answered more than " + maxBytes + " bytes", null);
                }
                body.write(buffer, 0, count);
            }
        }
        return new OutboundResponse(response.getCode(), headers, body.toByteArray());
    }
}
