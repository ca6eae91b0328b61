package dev.laurel.system;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Believes of {@code X-Forwarded-For} what our own proxies wrote and nothing that a client put before it: a proxy adds the address
 * that it was called from at the end. {@code Forwarded} (RFC 7239) is not read at all, since a proxy that writes the other ones passes it
 * on from whoever asks.
 */
final class NearestForwarding extends ForwardedHeaderFilter {

    private static final Logger log = LoggerFactory.getLogger(NearestForwarding.class);
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    /** Some proxies write the port as well, which is another for each connection. IPv6 is in brackets then. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[(?<six>[^\\]]*)](?::\\d*)?|(?<four>[^:]*):\\d*");

    /** As many requests are looked at together. */
    static final int COMPARED = 100;

    private final int proxies;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger longer = new AtomicInteger();
    private final AtomicBoolean said = new AtomicBoolean();

    /** @param proxies that a request passes before it arrives here; 0 where nothing but clients ask */
    NearestForwarding(int proxies) {
        super(false);
        this.proxies = proxies;
        setRemoveOnly(proxies == 0);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        List<String> told = Collections.list(request.getHeaders(FORWARDED_FOR)).stream()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
        if (!told.isEmpty()) {
            compare(told.size());
        }
        super.doFilterInternal(new Nearest(request, told, proxies), response, chain);
    }

    /** Whoever wants to can write a longer header themselves, so a few say nothing of the proxies. */
    private void compare(int addresses) {
        if (addresses > proxies) {
            longer.incrementAndGet();
        }
        if (requests.incrementAndGet() % COMPARED == 0 && longer.getAndSet(0) > COMPARED / 2 && !said.getAndSet(true)) {
            log.warn(
                    "X-Forwarded-For of most requests names more addresses than there are proxies by laurel.proxies.count, which is {}."
                            + " If requests pass another proxy of yours, such as that of a CDN, set LAUREL_PROXIES_COUNT to how many"
                            + " they pass: until then all who come through it count as one when tries to sign in and requests are"
                            + " limited. If they pass no other, clients wrote those addresses, and there is nothing to do.",
                    proxies);
        }
    }

    private static final class Nearest extends HttpServletRequestWrapper {

        private final @Nullable String client;

        Nearest(HttpServletRequest request, List<String> told, int proxies) {
            super(request);
            client = told.isEmpty() || proxies == 0 ? null : withoutPort(told.get(Math.max(0, told.size() - proxies)));
        }

        private static String withoutPort(String told) {
            Matcher matcher = WITH_PORT.matcher(told);
            if (!matcher.matches()) {
                return told;
            }
            String six = matcher.group("six");
            return six == null ? matcher.group("four") : six;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return FORWARDED_FOR.equalsIgnoreCase(name) ? client : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return FORWARDED_FOR.equalsIgnoreCase(name)
                    ? Collections.enumeration(client == null ? List.of() : List.of(client))
                    : super.getHeaders(name);
        }
    }
}
