package dev.laurel.assessment;

import dev.laurel.assessment.PartnerDraws.Draw;
import dev.laurel.assessment.Reading.Purpose;
import dev.laurel.assessment.Seats.Load;
import dev.laurel.assessment.Seats.Taken;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The desk: what somebody holds, what waits, what they handed in; for leads also what is disputed. */
@Controller
class DeskController {

    private static final int MOST_SHOWN = 50;
    private static final int PAGE_SIZE = 10;

    /** So long the desk says what was taken from it. */
    private static final Duration TOLD_FOR = Duration.ofDays(14);

    private final Queue queue;
    private final Seats seats;
    private final Assignments assignments;
    private final Deadlines deadlines;
    private final AppealDesk appeals;
    private final BlindRating blind;
    private final Readings readings;
    private final Seeding seeding;
    private final BackReading backReading;
    private final PartnerDesk partners;
    private final Tenants tenants;
    private final DeskNews news;
    private final Practice<ScoringSettings> practice;
    private final Catalogue catalogue;
    private final Clock clock;

    DeskController(
            Queue queue,
            Seats seats,
            Assignments assignments,
            Deadlines deadlines,
            AppealDesk appeals,
            BlindRating blind,
            Readings readings,
            Seeding seeding,
            BackReading backReading,
            PartnerDesk partners,
            Tenants tenants,
            DeskNews news,
            Practice<ScoringSettings> practice,
            Catalogue catalogue,
            Clock clock) {
        this.queue = queue;
        this.seats = seats;
        this.assignments = assignments;
        this.deadlines = deadlines;
        this.appeals = appeals;
        this.blind = blind;
        this.readings = readings;
        this.seeding = seeding;
        this.backReading = backReading;
        this.partners = partners;
        this.tenants = tenants;
        this.news = news;
        this.practice = practice;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /**
     * @param task what is asked for; ends the key {@code assessment.desk.held.}, empty for a rating
     * @param takenBackAt when it goes to somebody else, told once it is late
     */
    record HeldLine(
            UUID id,
            String label,
            String title,
            String language,
            Due due,
            String task,
            @Nullable Instant takenBackAt) {}

    /**
     * @param decided whether every rating is in
     */
    record RatedLine(
            UUID id, String label, String title, String language, Taken rating, boolean settled, boolean decided) {}

    /**
     * @param taken whether somebody is at work on it
     */
    record DisputeLine(String label, String title, String language, Due due, boolean taken) {}

    @GetMapping("/assess")
    String desk(
            StaffMember assessor,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(required = false) @Nullable String nothing,
            @RequestParam(required = false) @Nullable String released,
            @RequestParam(required = false) @Nullable String conflict,
            @RequestParam(required = false) @Nullable String passed,
            @RequestParam(required = false) @Nullable String returned,
            @RequestParam(required = false) @Nullable String reported,
            Model model) {
        Instant now = clock.instant();
        Instant soon = now.plus(Due.SOON);
        int shown = Math.max(0, Math.min(page, 100_000));
        Set<TenantId> tenants = new HashSet<>(assessor.assesses());
        tenants.addAll(assessor.leads());
        tenants.addAll(assessor.checks());
        List<Taken> rated = seats.doneBy(assessor.id(), tenants, shown, PAGE_SIZE + 1);
        List<Reading> seeded = readings.heldBy(assessor.id(), Purpose.SEEDED, MOST_SHOWN);
        Map<CaseId, Instant> since = new HashMap<>(assignments.openSince(assessor.id()));
        seeded.forEach(reading -> since.put(reading.id(), reading.takenAt()));
        List<CaseId> takenBack = new ArrayList<>(assignments.takenBack(assessor.id(), now.minus(TOLD_FOR), MOST_SHOWN));
        takenBack.addAll(readings.takenBack(assessor.id(), now.minus(TOLD_FOR)));
        Load load = queue.load(assessor, Work.RATING, now, soon);
        List<HeldLine> held = seats.heldBy(assessor.id(), tenants, MOST_SHOWN).stream()
                .map(taken -> held(taken, since.getOrDefault(taken.caseId(), now), now))
                .toList();
        model.addAttribute("section", "assess");
        model.addAttribute("nothing", nothing != null);
        model.addAttribute("released", CaseId.isLabel(released) ? released : null);
        model.addAttribute("conflict", CaseId.isLabel(conflict) ? conflict : null);
        model.addAttribute("passed", CaseId.isLabel(passed) ? passed : null);
        model.addAttribute("returned", CaseId.isLabel(returned) ? returned : null);
        model.addAttribute("reported", CaseId.isLabel(reported) ? reported : null);
        model.addAttribute("takenBack", takenBack.stream().map(CaseId::label).toList());
        model.addAttribute("appeals", appeals.open(assessor, 0, 1).size());
        model.addAttribute("checks", !assessor.checks().isEmpty());
        model.addAttribute("checkLoad", queue.load(assessor, Work.CHECK, now, soon));
        model.addAttribute("mayAssess", !assessor.assesses().isEmpty());
        model.addAttribute("leads", !assessor.leads().isEmpty());
        // What an anchor stands before still waits; the number would tell that it was one.
        model.addAttribute("load", load.without(seeded.size()));
        model.addAttribute("most", Load.MOST);
        model.addAttribute("news", news.of(assessor));
        model.addAttribute("backReads", backReading.waiting(assessor, 0, 1).size());
        int mostHeld = mostHeld(tenants);
        model.addAttribute("full", seats.countHeldBy(assessor.id()) >= mostHeld);
        model.addAttribute("mostHeld", mostHeld);
        model.addAttribute("held", held);
        model.addAttribute(
                "rated", rated.stream().limit(PAGE_SIZE).map(this::rated).toList());
        model.addAttribute("page", shown);
        model.addAttribute("more", rated.size() > PAGE_SIZE);
        model.addAttribute("press", Ids.next());
        addPartners(assessor, now, model);
        if (!assessor.leads().isEmpty()) {
            model.addAttribute("disputeLoad", queue.load(assessor, Work.DISPUTE, now, soon));
            model.addAttribute(
                    "disputes",
                    seats.disputes(assessor.leads(), MOST_SHOWN).stream()
                            .map(taken -> dispute(taken, now))
                            .toList());
        }
        return "assessment/desk";
    }

    /** As much as any of them lets somebody hold. */
    private int mostHeld(Collection<TenantId> tenants) {
        return tenants.stream()
                .mapToInt(tenant -> practice.of(tenant).mostHeld())
                .max()
                .orElseGet(() -> practice.installation().mostHeld());
    }

    /** @param organisation whose submission it is */
    record PartnerLine(UUID id, String label, String title, String language, String organisation, Due due) {}

    private void addPartners(StaffMember assessor, Instant now, Model model) {
        List<PartnerLine> lines = new ArrayList<>();
        for (Draw draw : partners.held(assessor)) {
            MicroCredential credential = credential(draw.version());
            partners.readingOf(draw)
                    .ifPresent(reading -> lines.add(new PartnerLine(
                            reading.value(),
                            reading.label(),
                            credential.title(),
                            credential.language(),
                            tenants.nameOf(draw.owner()).orElse(""),
                            Due.of(draw.dueAt(), now))));
        }
        model.addAttribute("partnerHeld", lines);
        model.addAttribute("partnerWaiting", partners.waiting(assessor).size());
        model.addAttribute("partnerFull", lines.size() >= mostHeld(assessor.assesses()));
    }

    /** A partner's submission, to compare; beside one's own work and never counted with it. */
    @PostMapping("/assess/partner/next")
    String takeForPartner(StaffMember assessor, @RequestParam UUID press, RedirectAttributes next) {
        Optional<CaseId> taken = partners.takeNext(assessor, press);
        if (taken.isEmpty()) {
            next.addAttribute("nothing", "");
            return "redirect:/assess";
        }
        return "redirect:/assess/" + taken.get().value();
    }

    @PostMapping("/assess/next")
    String takeNext(
            StaffMember assessor,
            @RequestParam UUID press,
            @RequestParam(defaultValue = "RATING") Work work,
            RedirectAttributes next) {
        Optional<CaseId> taken = queue.takeNext(assessor, press, work);
        if (taken.isEmpty()) {
            next.addAttribute("nothing", "");
            return "redirect:/assess";
        }
        return "redirect:/assess/" + taken.get().value();
    }

    @PostMapping("/assess/{id}/release")
    String release(
            StaffMember assessor,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean conflict,
            RedirectAttributes next) {
        CaseId held = new CaseId(id);
        if (!blind.release(held, assessor, conflict)) {
            queue.release(held, assessor, conflict);
        }
        next.addAttribute(conflict ? "conflict" : "released", held.label());
        return "redirect:/assess";
    }

    private HeldLine held(Taken taken, Instant takenAt, Instant now) {
        MicroCredential credential = credential(taken.version());
        return new HeldLine(
                taken.caseId().value(),
                taken.caseId().label(),
                credential.title(),
                credential.language(),
                Due.of(taken.dueAt(), now),
                switch (taken.seat()) {
                    case ADJUDICATOR -> "settles";
                    case CHECK -> "checks";
                    case FIRST, SECOND -> "";
                },
                taken.dueAt().isBefore(now) ? deadlines.takenBackAt(taken.tenant(), taken.dueAt(), takenAt) : null);
    }

    private RatedLine rated(Taken rating) {
        MicroCredential credential = credential(rating.version());
        return new RatedLine(
                rating.caseId().value(),
                rating.caseId().label(),
                credential.title(),
                credential.language(),
                rating,
                rating.seat() == Seat.ADJUDICATOR,
                rating.caseState() == CaseState.DECIDED || seeding.mayBeAmong(rating.tenant(), credential.id()));
    }

    private DisputeLine dispute(Taken dispute, Instant now) {
        MicroCredential credential = credential(dispute.version());
        return new DisputeLine(
                dispute.caseId().label(),
                credential.title(),
                credential.language(),
                Due.of(dispute.dueAt(), now),
                dispute.state() == SeatState.HELD);
    }

    private MicroCredential credential(VersionId version) {
        return catalogue
                .version(version)
                .orElseThrow(() -> new IllegalStateException("No version " + version.value() + " in the catalogue"));
    }
}
