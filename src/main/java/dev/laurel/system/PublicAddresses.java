package dev.laurel.system;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves a host once and hands the connection only addresses that were checked, so that a name cannot point elsewhere
 * between check and connection (DNS rebinding). Literal addresses in any spelling pass through here too.
 */
final class PublicAddresses implements DnsResolver {

    private final DnsResolver system;
    private final boolean privateAllowed;

    PublicAddresses(boolean privateAllowed) {
        this(privateAllowed, SystemDefaultDnsResolver.INSTANCE);
    }

    PublicAddresses(boolean privateAllowed, DnsResolver system) {
        this.privateAllowed = privateAllowed;
        this.system = system;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = system.resolve(host);
        for (InetAddress address : addresses) {
            if (!isAllowed(address)) {
                // One forbidden address spoils all: an honest host has no reason to name both kinds.
                throw new ForbiddenAddress(host);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private boolean isAllowed(InetAddress address) {
        if (address.isMulticastAddress() || address.isLinkLocalAddress() || isBroadcast(address)) {
            return false;
        }
        return privateAllowed || isPublic(address);
    }

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : address instanceof Inet6Address && isPublic6(bytes);
    }

    /** Special-purpose IPv4 blocks that {@link InetAddress} has no word for (RFC 6890). */
    private static boolean isPublic4(byte[] address) {
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        int third = address[2] & 0xff;
        boolean carrierNat = first == 100 && second >= 64 && second < 128;
        boolean protocolAssignments = first == 192 && second == 0 && third == 0;
        boolean benchmarks = first == 198 && (second == 18 || second == 19);
        return first != 0 && first < 224 && !carrierNat && !protocolAssignments && !benchmarks;
    }

    /** Only global unicast (2000::/3), and of it nothing that carries an IPv4 address inside (6to4, Teredo). */
    private static boolean isPublic6(byte[] address) {
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        boolean global = (first & 0xe0) == 0x20;
        boolean sixToFour = first == 0x20 && second == 0x02;
        boolean teredo = first == 0x20 && second == 0x01 && address[2] == 0 && address[3] == 0;
        return global && !sixToFour && !teredo;
    }

    private static boolean isBroadcast(InetAddress address) {
        return address instanceof Inet4Address && (address.getAddress()[0] & 0xff) >= 224;
    }

    /** Told apart from a host that does not exist, so that the administrator learns which setting matters. */
    static final class ForbiddenAddress extends UnknownHostException {

        ForbiddenAddress(String host) {
            super(host);
        }
    }
}
