package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.PageLocale;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * Pages for people among the files of {@link StaticExport}: a badge, an issuer, and what is there at all. They need
 * no script and no other style than the one that lies beside them; links are paths, so that they lead to wherever the files lie.
 */
@Component
class FilePages {

    /** In which issuers and the list of all are written, the first under the plain name. */
    static final List<Locale> LANGUAGES = PageLocale.LANGUAGES;

    private final ITemplateEngine templates;
    private final BadgeAddresses addresses;
    private final Issuers issuers;
    private final LaurelSettings settings;
    private final Clock clock;

    FilePages(
            ITemplateEngine templates,
            BadgeAddresses addresses,
            Issuers issuers,
            LaurelSettings settings,
            Clock clock) {
        this.templates = templates;
        this.addresses = addresses;
        this.issuers = issuers;
        this.settings = settings;
        this.clock = clock;
    }

    /** A page that the list of all leads to. */
    record Entry(String name, String path, String language) {}

    /**
     * A badge in the language of what it says.
     *
     * @param hosted whether it is there as Open Badges 2.0
     */
    String badge(Stored award, @Nullable String earner, boolean hosted) {
        JsonObject credential = CredentialController.read(award.credential());
        CredentialView view = CredentialView.of(credential);
        Context page = page(Locale.forLanguageTag(view.language()));
        Award.Status status = award.status(clock.instant());
        Award.Addresses own = addresses.award(award.credentialId());
        page.setVariable("badge", view);
        page.setVariable("earner", earner);
        page.setVariable("statusKey", CredentialController.statusKey(status, award));
        page.setVariable("counts", status == Award.Status.VALID);
        page.setVariable("issued", PublicDay.of(award.issuedAt(), page.getLocale()));
        page.setVariable("validUntil", PublicDay.ofNullable(award.validUntil(), page.getLocale()));
        page.setVariable("base", own.page().getPath());
        page.setVariable(
                "issuer",
                addresses.issuer(issuers.byId(award.issuer()).orElseThrow()).getPath());
        page.setVariable("definition", URI.create(view.achievementUrl()).getPath());
        page.setVariable("statusList", URI.create(view.statusList()).getPath());
        page.setVariable(
                "assertion", hosted ? addresses.assertion(award.credentialId()).getPath() : null);
        return templates.process("badge/credential-file", page);
    }

    String issuer(Issuer issuer, Locale language) {
        Context page = page(language);
        Issuer own = issuer.as(addresses.ownDid(issuer.slug()));
        String country = issuer.profile().country();
        page.setVariable("issuer", issuer);
        page.setVariable(
                "country",
                country == null
                        ? null
                        : new Locale.Builder().setRegion(country).build().getDisplayCountry(language));
        page.setVariable("base", addresses.issuer(issuer).getPath());
        page.setVariable("otherDids", issuers.otherDids(issuer));
        Issuers.TakenOut takenOut = issuers.takenOut(own);
        page.setVariable(
                "keys",
                issuers.keys(issuer).stream()
                        .filter(key -> !takenOut.includes(key))
                        .toList());
        return templates.process("badge/issuer-file", page);
    }

    /** What there is, apart from badges: their addresses are for those whom their earners give them to. */
    String index(List<Entry> organisations, List<Entry> definitions, Locale language) {
        Context page = page(language);
        page.setVariable("host", settings.baseUrl().getHost());
        page.setVariable("issuers", organisations);
        page.setVariable("definitions", definitions);
        return templates.process("badge/index-file", page);
    }

    /** For whoever follows the link to a badge whose earner was forgotten. */
    String gone() {
        return templates.process("badge/gone-file", page(LANGUAGES.get(0)));
    }

    static byte[] style() throws IOException {
        try (InputStream css = FilePages.class.getResourceAsStream("files.css")) {
            return Objects.requireNonNull(css).readAllBytes();
        }
    }

    private Context page(Locale language) {
        Context page = new Context(language);
        page.setVariable("language", language.toLanguageTag());
        page.setVariable("style", addresses.fileStyle().getPath());
        page.setVariable("written", PublicDay.of(clock.instant(), language));
        page.setVariable("languages", LANGUAGES);
        return page;
    }

    /** The name of a page in that language, beside the one in the first. */
    static String fileName(Locale language) {
        return language.equals(LANGUAGES.get(0)) ? "index.html" : "index." + language.getLanguage() + ".html";
    }
}
