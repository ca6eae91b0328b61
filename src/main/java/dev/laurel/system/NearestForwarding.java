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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Believes of {@code X-Forwarded-For} what our own proxies wrote and nothing that a client put before it: a proxy adds the address
 * that it was called from at the end. {@code Forwarded} (RFC 7239) is not read at all, since a proxy that writes the other ones passes it
 * on from whoever asks.
 */
final class NearestForwarding extends ForwardedHeaderFilter {

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    /** Some proxies write the port as well, which is another for each connection. IPv6 is in brackets then. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[(?<six>[^\\]]*)](?::\\d*)?|(?<four>[^:]*):\\d*");

    private final int proxies;

    /** @param proxies that a request passes before it arrives here; 0 where nothing but clients ask */
    NearestForwarding(int proxies) {
        super(false);
        this.proxies = proxies;
        setRemoveOnly(proxies == 0);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        super.doFilterInternal(new Nearest(request, proxies), response, chain);
    }

    private static final class Nearest extends HttpServletRequestWrapper {

        private final @Nullable String client;

        Nearest(HttpServletRequest request, int proxies) {
            super(request);
            List<String> told = Collections.list(request.getHeaders(FORWARDED_FOR)).stream()
                    .flatMap(line -> List.of(line.split(",")).stream())
                    .map(String::strip)
                    .filter(address -> !address.isEmpty())
                    .toList();
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
