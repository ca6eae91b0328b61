package dev.laurel.system;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How often one address may ask in a minute for something that costs much and that nobody signs in for, on this node. Each module
 * has its own. Addresses are forgotten after that minute; of very many the oldest go first, so that counting takes no more than a
 * few megabytes.
 *
 * <p>Whose address it is, {@link NearestForwarding} tells. Somebody with IPv6 has a whole network of addresses, which counts as one.
 */
public class Ration {

    static final Duration MINUTE = Duration.ofMinutes(1);
    static final int MOST_ADDRESSES = 20_000;
    private static final int LONGEST_ADDRESS = 64;
    /** Groups of an IPv6 address that name the network. */
    private static final int GROUPS_OF_NETWORK = 4;

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
        return asked.get(network(request.getRemoteAddr()), unseen -> new AtomicInteger())
                        .incrementAndGet()
                <= most;
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

    private static String network(@Nullable String address) {
        String told = address == null ? "" : address.replaceAll("[\\[\\]]|%.*", "");
        if (told.length() > LONGEST_ADDRESS) {
            return told.substring(0, LONGEST_ADDRESS);
        }
        if (!told.contains(":") || told.contains(".")) {
            return told;
        }
        // "::" stands for as many groups of zeros as are missing.
        String[] halves = told.split("::", 2);
        StringBuilder network = new StringBuilder();
        String[] groups = halves[0].split(":");
        for (int i = 0; i < GROUPS_OF_NETWORK; i++) {
            String group = i < groups.length ? groups[i].replaceFirst("^0+", "") : "";
            network.append(group).append(':');
        }
        return network.append(":/64").toString();
    }
}
