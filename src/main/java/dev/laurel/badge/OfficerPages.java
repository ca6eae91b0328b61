package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.badge.LifeCycle.Refusal;
import dev.laurel.badge.Proceedings.Done;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Renewals;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import dev.laurel.tenant.TenantId;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The desk of an issuer's officer: badges of the districts they look after, what may be done to one, and the keys. */
@Controller
class OfficerPages {

    private static final Logger log = LoggerFactory.getLogger(OfficerPages.class);
    private static final int PAGE_SIZE = 25;
    private static final int MOST_CALLED_SO = 100;
    private static final int MOST_OF_THEIRS = 500;
    private static final String ID = "{id:[A-Za-z0-9-]{1,64}}";

    private final LifeCycle lifeCycle;
    private final Awards awards;
    private final Proceedings proceedings;
    private final UnsignedBadges unsigned;
    private final WaitingBadges waiting;
    private final Issuers issuers;
    private final Submissions submissions;
    private final Persons persons;
    private final Successors successors;
    private final Renewing renewing;
    private final Renewals renewals;
    private final IssuerDomains domains;
    private final SigningAgain again;
    private final Clock clock;

    OfficerPages(
            LifeCycle lifeCycle,
            Awards awards,
            Proceedings proceedings,
            UnsignedBadges unsigned,
            WaitingBadges waiting,
            Issuers issuers,
            Submissions submissions,
            Persons persons,
            Successors successors,
            Renewing renewing,
            Renewals renewals,
            IssuerDomains domains,
            SigningAgain again,
            Clock clock) {
        this.lifeCycle = lifeCycle;
        this.awards = awards;
        this.proceedings = proceedings;
        this.unsigned = unsigned;
        this.waiting = waiting;
        this.issuers = issuers;
        this.submissions = submissions;
        this.persons = persons;
        this.successors = successors;
        this.renewing = renewing;
        this.renewals = renewals;
        this.domains = domains;
        this.again = again;
        this.clock = clock;
    }

    /** Earner is absent for demonstrations, and when no platform told a name. */
    record Line(String id, String name, @Nullable String earner, Instant issuedAt, Award.Status status) {}

    record History(Done done, String kind) {}

    @GetMapping("/issue")
    ModelAndView list(
            StaffMember officer,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") String page) {
        String wanted = q.strip();
        List<String> theirs = ofPeopleCalled(wanted, officer);
        int count = awards.count(officer.issues(), wanted, theirs);
        Paging paging = Paging.of(Paging.number(page), count, PAGE_SIZE);
        List<Stored> found = awards.list(officer.issues(), wanted, theirs, paging.page(), PAGE_SIZE);
        return new ModelAndView("badge/officer")
                .addObject("section", "issue")
                .addObject("q", wanted)
                .addObject("count", count)
                .addObject("page", paging.page())
                .addObject("pages", paging.pages())
                .addObject("address", "/issue?q=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8) + "&page=")
                .addObject("unsigned", unsigned.of(officer.issues()))
                .addObject("waiting", waiting.count(officer.issues(), Instant.EPOCH))
                .addObject("renewals", waiting(officer))
                .addObject("lines", lines(found));
    }

    /** Badges of people whose name has these words, or whose address they are. One letter says nothing of anybody. */
    private List<String> ofPeopleCalled(String wanted, StaffMember officer) {
        if (wanted.length() < 2) {
            return List.of();
        }
        List<SubmissionId> work = new ArrayList<>();
        Map<PersonId, TenantId> people = persons.called(officer.issues(), wanted, MOST_CALLED_SO);
        people.forEach((person, tenant) -> work.addAll(submissions.idsOf(tenant, person)));
        return awards.of(work, people.keySet(), 0, MOST_OF_THEIRS);
    }

    /** What people handed in so that a badge is renewed, the longest waiting first. */
    private List<Waiting> waiting(StaffMember officer) {
        return renewals.waiting(officer.issues(), 0, PAGE_SIZE).stream()
                .flatMap(renewal -> awards.withId(renewal.credentialId()).stream()
                        .map(award -> new Waiting(
                                award.credentialId(),
                                award.name(),
                                lifeCycle.earner(award).map(Person::name).orElse(null),
                                renewal.handedInAt())))
                .toList();
    }

    record Waiting(
            String id,
            String name,
            @Nullable String earner,
            @Nullable Instant since) {}

    private List<Line> lines(List<Stored> found) {
        Instant now = clock.instant();
        Map<SubmissionId, Person> earners = new HashMap<>();
        for (TenantId tenant : found.stream().map(Stored::tenant).distinct().toList()) {
            List<SubmissionId> ids = found.stream()
                    .filter(award -> award.tenant().equals(tenant))
                    .map(Stored::submission)
                    .filter(Objects::nonNull)
                    .toList();
            Map<SubmissionId, PersonId> owners = submissions.earners(tenant, ids);
            Map<PersonId, Person> people = persons.find(tenant, owners.values());
            owners.forEach((submission, owner) -> {
                Person person = people.get(owner);
                if (person != null) {
                    earners.put(submission, person);
                }
            });
        }
        return found.stream()
                .map(award -> {
                    Person earner = award.submission() == null ? null : earners.get(award.submission());
                    return new Line(
                            award.credentialId(),
                            award.name(),
                            earner == null ? null : earner.name(),
                            award.issuedAt(),
                            award.status(now));
                })
                .toList();
    }

    @GetMapping("/issue/badges/" + ID)
    ModelAndView badge(StaffMember officer, @PathVariable String id, @RequestParam(defaultValue = "") String done) {
        return page(officer, id).addObject("done", done.matches("[a-z-]{1,30}") ? done : "");
    }

    private ModelAndView page(StaffMember officer, String id) {
        Stored award = lifeCycle.badge(officer, id);
        Instant now = clock.instant();
        Proceeding open = proceedings.open(id).orElse(null);
        return new ModelAndView("badge/officer-badge")
                .addObject("section", "issue")
                .addObject("award", award)
                .addObject("status", award.status(now))
                .addObject("suspended", award.suspendedAt() != null)
                .addObject("successor", successors.of(id).orElse(null))
                .addObject("earlier", successors.before(id).orElse(null))
                .addObject("ends", award.validUntil() != null)
                .addObject("offer", renewing.of(award.tenant(), id).orElse(null))
                .addObject("renewal", renewals.of(award.tenant(), id).orElse(null))
                .addObject("earner", lifeCycle.earner(award).orElse(null))
                .addObject("proceeding", open)
                .addObject("mayBeDecided", open != null && open.mayBeDecided(now))
                .addObject("days", LifeCycle.TIME_TO_ANSWER.toDays())
                .addObject(
                        "history",
                        proceedings.history(award).stream()
                                .map(entry ->
                                        new History(entry, entry.act().name().toLowerCase(Locale.ROOT)))
                                .toList())
                .addObject("done", "");
    }

    @PostMapping("/issue/badges/" + ID + "/{act:[a-z-]{1,30}}")
    ModelAndView act(
            StaffMember officer,
            @PathVariable String id,
            @PathVariable String act,
            @RequestParam(defaultValue = "") String reason) {
        Refusal refusal =
                switch (act) {
                    case "notice" -> lifeCycle.giveNotice(officer, id, reason);
                    case "answer" -> lifeCycle.hear(officer, id, reason);
                    case "revoke" -> lifeCycle.revoke(officer, id);
                    case "revoke-error" -> lifeCycle.revokeOwnError(officer, id, reason);
                    case "drop" -> lifeCycle.drop(officer, id);
                    case "suspend" -> lifeCycle.suspend(officer, id, reason);
                    case "lift" -> lifeCycle.lift(officer, id);
                    case "correct" -> lifeCycle.correct(officer, id, reason);
                    case "renew" -> lifeCycle.renew(officer, id, reason);
                    case "refuse-renewal" -> lifeCycle.refuseRenewal(officer, id, reason);
                    case "supersede" -> lifeCycle.supersede(officer, id, reason);
                    default -> throw new NotFound("Nothing is called " + act);
                };
        if (refusal != Refusal.NONE) {
            return page(officer, id)
                    .addObject(
                            "problem",
                            "badge.officer.refused."
                                    + refusal.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .addObject("tried", act)
                    .addObject("typed", reason);
        }
        log.info("Officer {} did {} to badge {}", officer.id().value(), act, id);
        return new ModelAndView("redirect:/issue/badges/" + id + "?done=" + act);
    }

    /** A file that was handed in for a renewal, as a download. */
    @GetMapping("/issue/badges/" + ID + "/renewal/{file}")
    ResponseEntity<Resource> renewalFile(
            StaffMember officer, @PathVariable String id, @PathVariable UUID file, HttpServletResponse response) {
        Stored award = lifeCycle.badge(officer, id);
        log.info(
                "Officer {} opens file {} of a renewal of badge {}",
                officer.id().value(),
                file,
                id);
        return renewals.of(award.tenant(), id)
                .filter(renewal -> !renewal.isEditable())
                .flatMap(renewal -> renewals.file(renewal, file))
                .orElseThrow(() -> new NotFound("No file " + file + " in a renewal of badge " + id))
                .asDownload(response);
    }

    @GetMapping("/issue/keys")
    ModelAndView keys(
            StaffMember officer,
            @RequestParam(defaultValue = "") String changed,
            @RequestParam(defaultValue = "") String settled) {
        List<IssuerKeys> all = issuers.of(officer.issues()).stream()
                .map(issuer -> keys(issuer, officer))
                .toList();
        return new ModelAndView("badge/officer-keys")
                .addObject("section", "issue-keys")
                .addObject("settled", settled)
                .addObject("changed", changed.matches("[a-z0-9-]{1,80}") ? changed : "")
                .addObject(
                        "waitingSlugs",
                        all.stream()
                                .filter(IssuerKeys::waits)
                                .map(entry -> entry.issuer().slug())
                                .toList())
                .addObject("issuers", all);
    }

    private IssuerKeys keys(Issuer issuer, StaffMember officer) {
        return new IssuerKeys(
                issuer,
                issuers.keys(issuer).stream().filter(key -> !key.waiting()).toList(),
                issuers.jwtKeys(issuer).stream().filter(key -> !key.waiting()).toList(),
                issuers.keys(issuer).get(0).waiting(),
                domains.of(issuer).stream().anyMatch(IssuerDomain::active),
                domains.of(issuer).stream()
                        .filter(domain -> domain.owned() && Boolean.FALSE.equals(domain.sound()))
                        .toList(),
                again.of(issuer),
                again.failed(issuer, officer.issues()));
    }

    /**
     * @param keys those that sign or did, the one that signs now first
     * @param waits whether newer ones wait to be seen at the issuer's domain
     * @param forDomain whether new ones would
     * @param unsound domains that badges name and whose document is not as it has to be
     * @param again how far badges are that are signed again because others may know their key; empty when there is none
     * @param failed which of those of the officer's districts could not be signed so far
     */
    record IssuerKeys(
            Issuer issuer,
            List<IssuerKey> keys,
            List<JwtIssuerKey> jwtKeys,
            boolean waits,
            boolean forDomain,
            List<IssuerDomain> unsound,
            List<SigningAgain.Progress> again,
            List<SigningAgain.Failed> failed) {

        /** Whether there are keys that were replaced and are still trusted. */
        public boolean hasRetired() {
            return keys.stream().anyMatch(key -> key.retiredAt() != null && key.exposedAt() == null);
        }
    }

    /** Makes new keys for all that is signed from now on; what was signed stays good. */
    @PostMapping("/issue/keys/{slug:[a-z0-9-]{1,80}}")
    ModelAndView newKeys(
            StaffMember officer,
            @PathVariable String slug,
            @RequestParam(defaultValue = "false") boolean exposed,
            @RequestParam(defaultValue = "false") boolean retired) {
        Issuer issuer = issuer(officer, slug);
        if (exposed) {
            domains.replaceExposed(issuer, retired);
        } else {
            domains.rotate(issuer);
        }
        log.info(
                "Officer {} made new keys for issuer {}, exposed ones before: {}",
                officer.id().value(),
                slug,
                exposed);
        return new ModelAndView("redirect:/issue/keys?changed=" + slug);
    }

    /** Takes new keys back while they wait for the issuer's domain. */
    @PostMapping("/issue/keys/{slug:[a-z0-9-]{1,80}}/take-back")
    ModelAndView takeBack(StaffMember officer, @PathVariable String slug) {
        Issuer issuer = issuer(officer, slug);
        boolean taken = issuers.takeBackWaiting(issuer);
        log.info(
                "Officer {} took waiting keys of issuer {} back: {}",
                officer.id().value(),
                slug,
                taken);
        return new ModelAndView("redirect:/issue/keys?settled=" + (taken ? "back" : "not-waiting"));
    }

    private Issuer issuer(StaffMember officer, String slug) {
        return issuers.of(officer.issues()).stream()
                .filter(found -> found.slug().equals(slug))
                .findFirst()
                .orElseThrow(() -> new NotFound("No issuer " + slug + " that this officer looks after"));
    }

    /** Has an exposed key go although this badge could not be signed again. */
    @PostMapping("/issue/keys/{slug:[a-z0-9-]{1,80}}/settled")
    ModelAndView settle(
            StaffMember officer,
            @PathVariable String slug,
            @RequestParam String id,
            @RequestParam(defaultValue = "") String reason) {
        Issuer issuer = issuer(officer, slug);
        String why = reason.strip();
        if (why.isEmpty() || why.length() > 2000) {
            return new ModelAndView("redirect:/issue/keys?settled=reason");
        }
        again.settle(issuer, id, why, officer.id(), officer.issues());
        log.info(
                "Officer {} settled badge {}, which could not be signed again",
                officer.id().value(),
                id);
        return new ModelAndView("redirect:/issue/keys?settled=done");
    }
}
