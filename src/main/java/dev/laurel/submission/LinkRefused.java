package dev.laurel.submission;

import dev.laurel.system.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** What was typed is no address of a page on the web. */
class LinkRefused extends Refusal {

    private LinkRefused(String why) {
        super(HttpStatus.UNPROCESSABLE_CONTENT, "submission.link-refused", why);
    }

    /** The address, {@code https} added where no scheme was typed; http or https with a host, without a password. */
    static URI check(String typed) {
        String text = typed.strip();
        if (text.matches("(?i)[a-z0-9-]+(\\.[a-z0-9-]+)+([/?#:].*)?")) {
            text = "https://" + text;
        }
        if (text.length() > 2000) {
            throw new LinkRefused("The address is longer than 2000 characters");
        }
        try {
            URI address = new URI(text);
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw new LinkRefused("The address is not http or https");
            }
            if (address.getHost() == null || address.getHost().isEmpty() || address.getUserInfo() != null) {
                throw new LinkRefused("The address has no host, or carries a name and password");
            }
            return address;
        } catch (URISyntaxException e) {
            throw new LinkRefused("The address cannot be read");
        }
    }
}
