package dev.laurel.badge;

import dev.laurel.badge.proof.CheckTime;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What lies at an address that somebody brings in the place of a badge: one of ours in any form, or whatever is elsewhere. */
@Component
class Retrieval {

    /** The forms of our own badges, below the address of all badges. */
    private static final Pattern FORMS = Pattern.compile("(?<id>[A-Za-z0-9-]{1,64})"
            + "(\\.(?<file>json|jwt)|/badge\\.(png|svg)(\\?form=(?<within>jwt|ob2))?)?([?#].*)?");

    private final HostedVerification hosted;
    private final Awards awards;
    private final BadgeFiles files;
    private final Showings showings;
    private final ObjectProvider<DemoRecord> demoRecord;
    private final LaurelSettings settings;

    Retrieval(
            HostedVerification hosted,
            Awards awards,
            BadgeFiles files,
            Showings showings,
            ObjectProvider<DemoRecord> demoRecord,
            LaurelSettings settings) {
        this.hosted = hosted;
        this.awards = awards;
        this.files = files;
        this.showings = showings;
        this.demoRecord = demoRecord;
        this.settings = settings;
    }

    static boolean isAddress(String text) {
        return text.matches("https?://[^\\s]{1,2000}");
    }

    /** What lies at an address, ours without a call to ourselves. */
    PublicDocuments.Answer at(String address, CheckTime time) {
        String own = settings.baseUrl() + "/credentials/";
        Matcher form = address.startsWith(own) ? FORMS.matcher(address.substring(own.length())) : null;
        DemoRecord demo = demoRecord.getIfAvailable();
        if (form != null && form.matches() && demo != null && form.group("id").equals(DemoRecord.ID)) {
            boolean token = "jwt".equals(form.group("file")) || "jwt".equals(form.group("within"));
            byte[] record = demo.file(token ? RecordFile.JWT : RecordFile.JSON);
            return new PublicDocuments.Answer(200, null, new String(record, StandardCharsets.UTF_8));
        }
        if (form != null && form.matches()) {
            return awards.withId(form.group("id"))
                    .filter(award -> showings.of(award.credentialId()).open())
                    .map(award -> own(award, form))
                    .orElseGet(
                            () -> new PublicDocuments.Answer(showings.isGone(form.group("id")) ? 410 : 404, null, ""));
        }
        return hosted.ownOrElsewhere(address, time);
    }

    /** What is in the form of one of our badges that the address names. */
    private PublicDocuments.Answer own(Awards.Stored award, Matcher form) {
        BadgeFile within = "jwt".equals(form.group("file")) || "jwt".equals(form.group("within"))
                ? BadgeFile.JWT
                : "ob2".equals(form.group("within")) ? BadgeFile.OB2 : BadgeFile.JSON;
        try {
            return new PublicDocuments.Answer(200, null, new String(files.of(award, within), StandardCharsets.UTF_8));
        } catch (NotFound none) {
            return new PublicDocuments.Answer(404, null, "");
        }
    }
}
