package dev.laurel.wallet;

import dev.laurel.badge.Award;
import dev.laurel.badge.EarnedBadge;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** What an earner takes elsewhere: a profile's form filled in, and a piece of a page. */
final class ShareLinks {

    private ShareLinks() {}

    /** LinkedIn's "add to profile" with everything filled in; each value is escaped. */
    static URI linkedIn(EarnedBadge badge) {
        Award award = badge.award();
        StringBuilder address = new StringBuilder("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME");
        add(address, "name", award.name());
        add(address, "organizationName", badge.issuer());
        month(address, "issue", award.issuedAt());
        if (award.validUntil() != null) {
            month(address, "expiration", award.validUntil());
        }
        add(address, "certUrl", award.addresses().page().toString());
        add(address, "certId", award.credentialId());
        return URI.create(address.toString());
    }

    private static void month(StringBuilder address, String kind, Instant at) {
        OffsetDateTime day = at.atOffset(ZoneOffset.UTC);
        add(address, kind + "Year", String.valueOf(day.getYear()));
        add(address, kind + "Month", String.valueOf(day.getMonthValue()));
    }

    private static void add(StringBuilder address, String name, String value) {
        address.append('&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    /**
     * A piece of HTML for any page: a link and a picture, without script or style.
     *
     * @param alternative what the picture says to those who do not see it
     */
    static String embedding(EarnedBadge badge, String alternative) {
        Award.Addresses addresses = badge.award().addresses();
        return "<a href=\"" + escaped(addresses.page().toString()) + "\"><img src=\""
                + escaped(addresses.svg().toString()) + "\" alt=\"" + escaped(alternative)
                + "\" width=\"160\" height=\"160\"></a>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
