package dev.laurel.sharing;

import dev.laurel.assessment.RatedByBoth;
import dev.laurel.person.StaffMember;
import dev.laurel.sharing.DoubleScoring.Agreed;
import dev.laurel.sharing.DoubleScoring.Pair;
import dev.laurel.sharing.DoubleScoring.Refused;
import dev.laurel.sharing.DoubleScoring.State;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where leads of two tenants agree that each rates a share of the other's submissions, and end it. */
@Controller
@RequestMapping("/assess/lead/partners/scoring")
class DoubleScoringPages {

    private static final String HOME = "redirect:/assess/lead/partners/scoring";

    private final DoubleScoring agreements;
    private final Tenants tenants;
    private final Clock clock;

    DoubleScoringPages(DoubleScoring agreements, Tenants tenants, Clock clock) {
        this.agreements = agreements;
        this.tenants = tenants;
        this.clock = clock;
    }

    /**
     * @param state ends a message's key: proposed-here, proposed-there, soon, runs, over, declined, ended
     * @param endedBy the organisation that ended it; empty while nobody did
     */
    record Line(
            UUID id,
            String own,
            String partner,
            String title,
            String language,
            int share,
            LocalDate from,
            LocalDate until,
            String state,
            String endedBy,
            boolean mayAgree,
            boolean mayEnd) {}

    /** @param value of the field: which pair, seen from which side */
    record Choice(String value, String title, String language, String own, String partner, boolean alike) {}

    /** What was typed. */
    record Form(String pair, String share, String from, String until) {}

    @GetMapping
    ModelAndView page(StaffMember lead) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return page(
                lead, new Form("", "20", today.toString(), today.plusMonths(6).toString()), null);
    }

    private ModelAndView page(StaffMember lead, Form form, @Nullable Refused refused) {
        List<Choice> choices = agreements.pairs(lead.leads()).stream()
                .map(pair -> new Choice(
                        value(pair),
                        pair.ownVersion().title(),
                        pair.ownVersion().language(),
                        name(pair.own()),
                        name(pair.partner()),
                        pair.alike()))
                .toList();
        return new ModelAndView("sharing/double-scoring")
                .addObject("section", "lead")
                .addObject("lines", lines(lead))
                .addObject("choices", choices.stream().filter(Choice::alike).toList())
                .addObject(
                        "unlike",
                        choices.stream().filter(choice -> !choice.alike()).toList())
                .addObject("form", form)
                .addObject("fewest", RatedByBoth.FEWEST_SUBMISSIONS)
                .addObject(
                        "refused",
                        refused == null
                                ? ""
                                : refused.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static String value(Pair pair) {
        return pair.adoption() + " " + pair.own().value();
    }

    private List<Line> lines(StaffMember lead) {
        Instant now = clock.instant();
        return agreements.of(lead.leads()).stream()
                .map(agreed -> line(lead, agreed, now))
                .toList();
    }

    private Line line(StaffMember lead, Agreed agreed, Instant now) {
        boolean proposed = lead.leads().contains(agreed.proposer());
        TenantId own = proposed ? agreed.proposer() : agreed.partner();
        boolean open = agreed.state() != State.ENDED && now.isBefore(agreed.over());
        return new Line(
                agreed.id(),
                name(own),
                name(agreed.other(own)),
                agreements.title(agreed, own),
                agreements.language(agreed, own),
                agreed.share(),
                agreed.from(),
                agreed.until(),
                state(agreed, lead, now),
                agreed.endedBy() == null ? "" : name(agreed.endedBy()),
                open && agreed.state() == State.PROPOSED && lead.leads().contains(agreed.partner()),
                open);
    }

    private static String state(Agreed agreed, StaffMember lead, Instant now) {
        if (agreed.state() == State.ENDED) {
            return agreed.agreedAt() == null ? "declined" : "ended";
        }
        if (!now.isBefore(agreed.over())) {
            return "over";
        }
        if (agreed.state() == State.PROPOSED) {
            return lead.leads().contains(agreed.partner()) ? "proposed-here" : "proposed-there";
        }
        return agreed.runs(now) ? "runs" : "soon";
    }

    @PostMapping
    ModelAndView propose(
            StaffMember lead,
            @RequestParam(defaultValue = "") String pair,
            @RequestParam(defaultValue = "") String share,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until) {
        Refused refused;
        try {
            String[] parts = pair.split(" ", -1);
            refused = parts.length != 2
                    ? Refused.PAIR
                    : agreements.propose(
                            lead,
                            UUID.fromString(parts[0]),
                            new TenantId(UUID.fromString(parts[1])),
                            share.strip().matches("\\d{1,3}") ? Integer.parseInt(share.strip()) : 0,
                            LocalDate.parse(from),
                            LocalDate.parse(until));
        } catch (DateTimeParseException noDay) {
            refused = Refused.DAYS;
        } catch (IllegalArgumentException noPair) {
            refused = Refused.PAIR;
        }
        if (refused == null) {
            return new ModelAndView(HOME);
        }
        ModelAndView page = page(lead, new Form(pair, share, from, until), refused);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    @PostMapping("/{id}/agree")
    String agree(StaffMember lead, @PathVariable UUID id) {
        // Where it was taken back meanwhile the page says so.
        agreements.agree(lead, id);
        return HOME;
    }

    /** Ends it, or declines or takes back what was proposed. */
    @PostMapping("/{id}/end")
    String end(StaffMember lead, @PathVariable UUID id) {
        agreements.end(lead, id);
        return HOME;
    }

    private String name(TenantId tenant) {
        return tenants.nameOf(tenant).orElse("");
    }
}
