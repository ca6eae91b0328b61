package dev.laurel.recognition;

import dev.laurel.badge.Award;
import dev.laurel.badge.Badges;
import dev.laurel.badge.Composition;
import dev.laurel.badge.Compositions;
import dev.laurel.badge.Holding;
import dev.laurel.badge.LearnerRecords;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.recognition.Claims.Recognised;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.SpreadsheetCsv;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * What is taken out of Laurel: one claim with everything it rests on, by its officer or by whose it is; and all that was
 * approved as a table, by officers.
 */
@Component
public class Dossiers {

    private static final int AT_ONCE = 500;

    private final ClaimRows claims;
    private final Rulebook rulebook;
    private final Recognition recognition;
    private final Badges badges;
    private final Compositions compositions;
    private final BroughtBadges badgesBrought;
    private final LearnerRecords records;
    private final Persons persons;
    private final LaurelSettings settings;
    private final RuleWords words;
    private final MessageSource messages;

    Dossiers(
            ClaimRows claims,
            Rulebook rulebook,
            Recognition recognition,
            Badges badges,
            Compositions compositions,
            BroughtBadges badgesBrought,
            LearnerRecords records,
            Persons persons,
            LaurelSettings settings,
            RuleWords words,
            MessageSource messages) {
        this.claims = claims;
        this.rulebook = rulebook;
        this.recognition = recognition;
        this.badges = badges;
        this.compositions = compositions;
        this.badgesBrought = badgesBrought;
        this.records = records;
        this.persons = persons;
        this.settings = settings;
        this.words = words;
        this.messages = messages;
    }

    /** One claim: badges with where to check them, the rule with source and date, every step. Never evidence or ratings. */
    public byte[] pdf(Claim claim, Locale locale) {
        Rule rule = rulebook.behind(claim);
        UnaryOperator<String> told = phrase -> words.say(phrase, rule.language(), locale);
        String figure = words.figure(claim, locale);
        String note = words.say(rule, locale).note();
        String name = name(claim.tenant(), claim.person());
        Paper paper = new Paper(say("recognition.dossier.title", locale, claim.badge()), locale);
        paper.fact(
                say("recognition.claim.person", locale),
                name == null ? say("recognition.claim.nameless", locale) : name);
        paper.fact(
                say("recognition.claim.for", locale),
                place(claim) + ", " + say("recognition.for." + claim.kind().key(), locale));
        paper.fact(
                say("recognition.claim.state", locale),
                say("recognition.state." + claim.state().key(), locale));
        paper.fact(
                say("recognition.dossier.counts", locale),
                figure == null ? say("recognition.dossier.no-figure", locale) : figure);
        if (claim.kind().isRequirement()) {
            paper.fact(
                    say("recognition.for." + claim.kind().key(), locale),
                    say("recognition.dossier.requirement", locale));
        }
        if (claim.category() != null) {
            List<Claims.Share> shares = claims.shares(claim.id());
            paper.fact(
                    say("recognition.claim.category", locale),
                    shares.size() < 2
                            ? told.apply(claim.category())
                            : shares.stream()
                                    .map(share -> told.apply(share.category()) + " "
                                            + share.amount()
                                                    .stripTrailingZeros()
                                                    .toPlainString())
                                    .collect(Collectors.joining(", ")));
        }
        if (claim.heldAs() != null) {
            paper.fact(say("recognition.claim.held-as", locale), told.apply(claim.heldAs()));
        }
        if (claim.licence() != null) {
            paper.fact(say("recognition.claim.licence", locale), told.apply(claim.licence()));
        }
        paper.fact(say("recognition.claim.cycle", locale), String.valueOf(claim.cycleEnds()));
        paper.fact(say("recognition.claim.hours", locale), String.valueOf(claim.creditedHours()));

        paper.heading(say("recognition.dossier.badges", locale));
        List<Brought> brought = badgesOf(claim);
        Claim.Origin origin = claim.origin();
        if (origin != null && origin.earnedIn() == null) {
            foreign(paper, claim.credentialId(), claim.badge(), origin.address(), brought, locale);
        } else {
            badge(paper, Objects.requireNonNull(claim.home()), claim.credentialId(), claim.badge(), locale);
        }
        for (String part : compositions.parts(claim.credentialId())) {
            TenantId home = homeOf(part, claim, brought);
            String title = compositions.holding(home, part).map(Holding::name).orElse(part);
            badge(paper, home, part, title, locale);
        }
        for (Composition.Part part : compositions.elsewhere(claim.credentialId())) {
            String address = part.address().toString();
            foreign(paper, Brought.idOf(address), part.name(), address, brought, locale);
        }
        if (!claim.criteria().isEmpty()) {
            paper.link(
                    say("recognition.claim.criteria", locale),
                    settings.at(claim.criteria()).toString());
        }
        paper.paragraph(
                say("recognition.dossier.check", locale, settings.at("/verify").toString()));

        paper.heading(say("recognition.claim.rule", locale));
        paper.paragraph(say("recognition.claim.version", locale, rule.name(), rule.version()));
        paper.fact(say("recognition.dossier.source", locale), rule.source().title());
        if (rule.source().url() != null) {
            paper.link(say("recognition.dossier.address", locale), rule.source().url());
        }
        paper.fact(say("recognition.dossier.checked", locale), rule.checkedOn() + ", " + rule.checkedBy());
        if (note != null) {
            paper.paragraph(note);
        }
        List<Recognised> recognised = claims.recognised(claim.id());
        if (!recognised.isEmpty()) {
            paper.heading(say("recognition.agreement", locale));
            recognised.forEach(each -> agreement(paper, each, locale));
        }

        paper.heading(say("recognition.claim.history", locale));
        List<String> steps = new ArrayList<>();
        for (Claims.Step step : claims.history(claim.id())) {
            steps.add(step.at() + ": " + say("recognition.state." + step.state().key(), locale)
                    + (step.words() == null ? "" : ". " + step.words()));
        }
        paper.list(steps);
        return paper.toPdf();
    }

    private void badge(Paper paper, TenantId tenant, String credential, String title, Locale locale) {
        String status = badges.status(tenant, credential)
                .map(Award.Status::name)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .orElse("gone");
        paper.link(
                title + " (" + say("recognition.badge." + status, locale) + ")",
                compositions.addresses(credential).page().toString());
    }

    private void foreign(Paper paper, String id, String title, String address, List<Brought> brought, Locale locale) {
        Brought.State state = brought.stream()
                .filter(badge -> badge.id().equals(id))
                .map(Brought::state)
                .findFirst()
                .orElse(Brought.State.UNKNOWN);
        paper.link(title + " (" + say("recognition.brought." + state.key(), locale) + ")", address);
    }

    private List<Brought> badgesOf(Claim claim) {
        return badgesBrought.of(claim.tenant(), claim.person());
    }

    /** A part of a stack may have been earned with another account. */
    private static TenantId homeOf(String credential, Claim claim, List<Brought> brought) {
        return brought.stream()
                .filter(badge -> badge.id().equals(credential))
                .map(Brought::earnedIn)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(claim.tenant());
    }

    /**
     * The badges of a claim in one signed document (Comprehensive Learner Record 2.0), which anybody can check. Of other
     * issuers those that can stand beside others.
     *
     * @throws ClaimRefused when none of them counts now
     */
    public String record(Claim claim, Locale locale) {
        Set<String> ids = new LinkedHashSet<>();
        ids.add(claim.credentialId());
        ids.addAll(compositions.parts(claim.credentialId()));
        Set<String> elsewhere = new LinkedHashSet<>(ids);
        compositions.elsewhere(claim.credentialId()).stream()
                .map(part -> Brought.idOf(part.address().toString()))
                .forEach(elsewhere::add);
        List<String> documents = badgesOf(claim).stream()
                .filter(badge -> !badge.isOurs() && elsewhere.contains(badge.id()))
                .filter(badge -> badge.state() == Brought.State.VERIFIED)
                .map(Brought::document)
                .filter(Objects::nonNull)
                .toList();
        if (claim.home() == null) {
            ids.remove(claim.credentialId());
        }
        String record = records.signTogether(ids, documents, locale);
        if (record.isEmpty()) {
            throw ClaimRefused.nothingToRecord();
        }
        return record;
    }

    private void agreement(Paper paper, Recognised recognised, Locale locale) {
        paper.paragraph(recognised.badge()
                + ": "
                + say(
                        recognised.recognised() ? "recognition.agreement.recognised" : "recognition.agreement.not",
                        locale)
                + ". "
                + say("recognition.claim.version", locale, recognised.name(), recognised.version()));
        paper.list(recognised.conditions().stream()
                .map(condition -> say("recognition.condition." + condition.key(), locale, condition.wanted()) + ": "
                        + say("recognition.condition." + condition.outcome().key(), locale)
                        + (condition.found() == null
                                ? ""
                                : ". "
                                        + say(
                                                "recognition.condition." + condition.key() + ".found",
                                                locale,
                                                condition.found()))
                        + (condition.declared() == null
                                ? ""
                                : ". " + say("recognition.condition.declared", locale, condition.declared())))
                .toList());
    }

    /**
     * Every approved claim of those tenants whose cycle ends in a year, or of all years.
     *
     * @param out is closed
     */
    void approved(Collection<TenantId> tenants, @Nullable Integer cycle, OutputStream out, Locale locale)
            throws IOException {
        try (SpreadsheetCsv csv = new SpreadsheetCsv(out)) {
            csv.row(
                    say("recognition.export.teacher", locale),
                    say("recognition.claim.badge", locale),
                    say("recognition.export.authority", locale),
                    say("recognition.claim.for", locale),
                    say("recognition.export.units", locale),
                    say("recognition.export.unit", locale),
                    say("recognition.export.category", locale),
                    say("recognition.claim.cycle", locale),
                    say("recognition.export.approved-on", locale),
                    say("recognition.claim.hours", locale),
                    say("recognition.claim.rule", locale),
                    say("recognition.dossier.source", locale),
                    say("recognition.export.verify", locale),
                    say("recognition.claims.show.revoked", locale));
            Map<String, Rule> rules = new HashMap<>();
            List<Claim> page;
            @Nullable Claim last = null;
            do {
                page = claims.approved(tenants, cycle, last, AT_ONCE);
                Map<PersonId, String> names = names(page);
                for (Claim claim : page) {
                    // Thousands of claims rest on a handful of rules.
                    Rule rule = rules.computeIfAbsent(
                            claim.ruleName() + " " + claim.ruleVersion(), key -> rulebook.behind(claim));
                    write(csv, claim, rule, names.get(claim.person()), locale);
                    last = claim;
                }
            } while (page.size() == AT_ONCE);
        }
    }

    private void write(SpreadsheetCsv csv, Claim claim, Rule rule, @Nullable String name, Locale locale) {
        BigDecimal amount = claim.amount();
        csv.row(
                name,
                claim.badge(),
                claim.authority().value(),
                say("recognition.for." + claim.kind().key(), locale),
                amount == null ? null : amount.stripTrailingZeros().toPlainString(),
                claim.unit(),
                claim.category(),
                String.valueOf(claim.cycleEnds()),
                LocalDate.ofInstant(claim.since(), ZoneOffset.UTC).toString(),
                String.valueOf(claim.creditedHours()),
                claim.ruleName() + " " + claim.ruleVersion(),
                rule.source().title(),
                address(claim),
                day(claim.flaggedAt()));
    }

    /** Where anybody can check the badge. */
    String address(Claim claim) {
        return claim.origin() == null
                ? compositions.addresses(claim.credentialId()).page().toString()
                : claim.origin().address();
    }

    private static @Nullable String day(@Nullable Instant at) {
        return at == null ? null : LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    }

    /** What the people are called who made these claims; who is nameless is missing. At most a page of claims at a time. */
    Map<PersonId, String> names(Collection<Claim> page) {
        Map<PersonId, String> names = new HashMap<>();
        page.stream().map(Claim::tenant).distinct().forEach(tenant -> persons.find(
                        tenant,
                        page.stream()
                                .filter(claim -> claim.tenant().equals(tenant))
                                .map(Claim::person)
                                .distinct()
                                .toList())
                .forEach((id, person) -> {
                    if (person.name() != null) {
                        names.put(id, person.name());
                    }
                }));
        return names;
    }

    private @Nullable String name(TenantId tenant, PersonId id) {
        Person person = persons.find(tenant, List.of(id)).get(id);
        return person == null ? null : person.name();
    }

    private String place(Claim claim) {
        return recognition
                .authority(claim.authority())
                .map(Authority::place)
                .orElse(claim.authority().value());
    }

    private String say(String key, Locale locale, @Nullable Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }
}
