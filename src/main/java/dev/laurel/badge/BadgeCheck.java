package dev.laurel.badge;

import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.proof.JwtCredential;
import dev.laurel.system.LaurelSettings;
import jakarta.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks badges for later steps, as the page {@code /verify} does for everybody. */
@Component
public class BadgeCheck {

    private final Verification verification;
    private final LaurelSettings settings;

    BadgeCheck(Verification verification, LaurelSettings settings) {
        this.verification = verification;
        this.settings = settings;
    }

    /** What lies in a file: a baked image, JSON or a token. Empty when an image holds no badge. */
    public Optional<String> textIn(byte[] file) {
        return BakedCredential.in(file);
    }

    /**
     * Checks what somebody brought.
     *
     * @param text the badge, or its address
     * @param addresses of the person who brings it, verified; the badge has to be for one of them
     */
    public BadgeBrought of(String text, Collection<String> addresses) {
        Verification.Looked looked = null;
        for (String address : addresses) {
            looked = verification.look(text, address);
            boolean theirs = looked.verdict().checks().stream()
                    .anyMatch(check -> check.step() == Verdict.Step.RECIPIENT && check.outcome() == Outcome.PASSED);
            if (theirs) {
                break;
            }
        }
        return brought(looked == null ? verification.look(text, "") : looked);
    }

    private BadgeBrought brought(Verification.Looked looked) {
        JsonObject document = looked.document();
        if (document == null) {
            return new BadgeBrought(looked.verdict(), "", "", "", "", "", "", "", null, null, false);
        }
        boolean hosted = HostedVerification.isAssertion(document);
        String form = hosted ? "OB2" : JwtCredential.looksLikeOne(looked.text()) ? "JWT" : "OB3";
        if (CredentialTerms.isRecord(document)) {
            form = "CLR";
        }
        String id = CredentialTerms.string(document, "id");
        String name = looked.verdict().name();
        return new BadgeBrought(
                looked.verdict(),
                looked.text(),
                form,
                id,
                name == null ? "" : name,
                looked.issuer(),
                looked.issuerId(),
                looked.achievement(),
                instant(document, hosted ? "issuedOn" : "validFrom"),
                instant(document, hosted ? "expires" : "validUntil"),
                id.startsWith(settings.baseUrl() + "/"));
    }

    private static @Nullable Instant instant(JsonObject document, String member) {
        try {
            return CredentialTerms.instant(CredentialTerms.string(document, member));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
