package dev.laurel.system;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How often one address may ask in a minute for something that costs much and that nobody signs in for, on this node. Each module
 * has its own. Addresses are forgotten after that minute; of very many the oldest go first, so that counting takes no more than a
 * few megabytes.
 *
 * <p>Whose address it is, {@link NearestForwarding} tells. Somebody with IPv6 has a whole network of addresses, which counts as one.
 * Some have very many networks next to each other: these have a few shares together, so that nobody has thousands.
 */
public class Ration {

    static final Duration MINUTE = Duration.ofMinutes(1);
    static final int MOST_ADDRESSES = 20_000;
    private static final int LONGEST_ADDRESS = 64;
    /** Shares that all networks of one site have together. */
    static final int SHARES_OF_SITE = 4;
    /** Bytes of an IPv6 address that name the network, a /64, and the most that providers give to one site, a /48. */
    private static final int NETWORK = 8;

    private static final int SITE = 6;
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-f:][0-9a-f:.]*");

    private final int most;
    private final Cache<String, AtomicInteger> asked = Caffeine.newBuilder()
            .expireAfterWrite(MINUTE)
            .maximumSize(MOST_ADDRESSES)
            .build();

    /** @param most times in a minute that one address is answered */
    protected Ration(int most) {
        this.most = most;
    }

    /** Counts; false when the address that asks has had its share. */
    public boolean admits(HttpServletRequest request) {
        String told = told(request.getRemoteAddr());
        InetAddress read = read(told);
        if (!(read instanceof Inet6Address)) {
            return count(read == null ? told : read.getHostAddress()) <= most;
        }
        byte[] six = read.getAddress();
        // What one network asks for in vain takes nothing from the others of its site.
        String site = network(six, SITE);
        AtomicInteger together = asked.getIfPresent(site);
        return (together == null || together.get() < most * SHARES_OF_SITE)
                && count(network(six, NETWORK)) <= most
                && count(site) <= most * SHARES_OF_SITE;
    }

    private int count(String whose) {
        return asked.get(whose, unseen -> new AtomicInteger()).incrementAndGet();
    }

    /**
     * Counts.
     *
     * @throws AskedTooOften when the address that asks has had its share
     */
    public void take(HttpServletRequest request) {
        if (!admits(request)) {
            throw new AskedTooOften();
        }
    }

    long remembered() {
        asked.cleanUp();
        return asked.estimatedSize();
    }

    private static String told(@Nullable String address) {
        String told =
                address == null ? "" : address.replaceAll("[\\[\\]]|%.*", "").toLowerCase(Locale.ROOT);
        return told.length() > LONGEST_ADDRESS ? told.substring(0, LONGEST_ADDRESS) : told;
    }

    /** An address that is written as one of IPv6, which may stand for one of IPv4; no name is ever looked up. */
    private static @Nullable InetAddress read(String told) {
        try {
            return IPV6.matcher(told).matches() ? InetAddress.getByName(told) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static String network(byte[] address, int bytes) {
        return HexFormat.of().formatHex(Arrays.copyOf(address, bytes)) + "/" + bytes * Byte.SIZE;
    }
}
