package dev.laurel.admin;

import dev.laurel.assessment.PartnerRatings;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.DeletionRequests;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.Retention;
import dev.laurel.submission.Retention.Counts;
import dev.laurel.submission.Retention.Rule;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import dev.laurel.tenant.Tenant;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** How long each district's evidence is kept, and how many people asked for deletion. Numbers only: it opens no evidence. */
@Controller
class PrivacyPages {

    private static final int PAGE_SIZE = 20;
    private static final int MOST_LOOKS = 50;

    private final Tenants tenants;
    private final Retention retention;
    private final DeletionRequests requests;
    private final Catalogue catalogue;
    private final PartnerRatings partners;

    PrivacyPages(
            Tenants tenants,
            Retention retention,
            DeletionRequests requests,
            Catalogue catalogue,
            PartnerRatings partners) {
        this.tenants = tenants;
        this.retention = retention;
        this.requests = requests;
        this.catalogue = catalogue;
        this.partners = partners;
    }

    record Line(UUID id, String name, Rule rule, int others, Counts counts, int requests) {}

    /** That somebody of a partner looked at a submission or one of its files. */
    record LookLine(String organisation, String label, Instant at, boolean file) {}

    /** A rule as the page shows it; {@code title} is absent for the one for everything else. */
    record Ruled(
            @Nullable String item,
            @Nullable String title,
            int evidenceDays,
            int noticeDays,
            int resubmitDays,
            int extensionDays) {}

    @GetMapping("/admin/privacy")
    ModelAndView list(StaffMember operator, @RequestParam(defaultValue = "0") String page) {
        Paging paging = Paging.of(Paging.number(page), tenants.count(), PAGE_SIZE);
        List<Line> lines =
                tenants.list(paging.page(), PAGE_SIZE).stream().map(this::line).toList();
        return new ModelAndView("admin/privacy")
                .addObject("section", "admin-privacy")
                .addObject("lines", lines)
                .addObject("paging", paging);
    }

    private Line line(Tenant tenant) {
        List<Rule> rules = retention.of(tenant.id());
        Rule all = rules.stream()
                .filter(rule -> rule.of() == null)
                .findFirst()
                .orElseGet(() -> retention.standard(tenant.id()));
        return new Line(
                tenant.id().value(),
                tenant.name(),
                all,
                (int) rules.stream().filter(rule -> rule.of() != null).count(),
                retention.counts(tenant.id()),
                requests.countOpen(tenant.id()));
    }

    @GetMapping("/admin/privacy/{district}")
    ModelAndView district(
            StaffMember operator, @PathVariable UUID district, @RequestParam(defaultValue = "") String done) {
        return page(new TenantId(district), new Form("", "", "", "", ""), null).addObject("done", done.equals("yes"));
    }

    /** What was typed; {@code item} is blank for the rule for everything else. */
    record Form(String item, String evidence, String notice, String resubmit, String extension) {}

    @PostMapping("/admin/privacy/{district}")
    ModelAndView set(
            StaffMember operator,
            @PathVariable UUID district,
            @RequestParam(defaultValue = "") String item,
            @RequestParam(defaultValue = "") String evidence,
            @RequestParam(defaultValue = "") String notice,
            @RequestParam(defaultValue = "") String resubmit,
            @RequestParam(defaultValue = "") String extension) {
        TenantId tenant = new TenantId(district);
        Form typed = new Form(item, evidence, notice, resubmit, extension);
        String wanted = item.strip();
        @Nullable MicroCredentialId of = MicroCredentialId.isValid(wanted) ? new MicroCredentialId(wanted) : null;
        if (!wanted.isEmpty() && (of == null || catalogue.versions(of).isEmpty())) {
            return refused(tenant, typed, "item");
        }
        Rule rule = new Rule(
                tenant,
                of,
                days(evidence, 0),
                days(notice, 0),
                days(resubmit, retention.standard(tenant).resubmitDays()),
                days(extension, retention.standard(tenant).extensionDays()));
        if (!rule.isPossible()) {
            return refused(tenant, typed, "days");
        }
        known(tenant);
        retention.set(rule, operator.id());
        return new ModelAndView("redirect:/admin/privacy/" + district + "?done=yes");
    }

    @PostMapping("/admin/privacy/{district}/clear")
    String clear(StaffMember operator, @PathVariable UUID district, @RequestParam(defaultValue = "") String item) {
        TenantId tenant = new TenantId(district);
        known(tenant);
        retention.clear(tenant, MicroCredentialId.isValid(item) ? new MicroCredentialId(item) : null, operator.id());
        return "redirect:/admin/privacy/" + district + "?done=yes";
    }

    private ModelAndView refused(TenantId tenant, Form form, String problem) {
        ModelAndView page = page(tenant, form, problem);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    private ModelAndView page(TenantId tenant, Form form, @Nullable String problem) {
        Rule standard = retention.standard(tenant);
        return new ModelAndView("admin/privacy-district")
                .addObject(
                        "looks",
                        partners.looks(List.of(tenant), 0, MOST_LOOKS).stream()
                                .map(look -> new LookLine(
                                        tenants.nameOf(look.partner()).orElse(""),
                                        look.label(),
                                        look.at(),
                                        look.file()))
                                .toList())
                .addObject("section", "admin-privacy")
                .addObject("district", tenant.value())
                .addObject("name", known(tenant))
                .addObject(
                        "rules", retention.of(tenant).stream().map(this::ruled).toList())
                .addObject("standard", standard)
                .addObject("counts", retention.counts(tenant))
                .addObject("requests", requests.countOpen(tenant))
                .addObject("form", form)
                .addObject("problem", problem)
                .addObject("done", false);
    }

    private Ruled ruled(Rule rule) {
        @Nullable MicroCredentialId of = rule.of();
        return new Ruled(
                of == null ? null : of.value(),
                of == null
                        ? null
                        : catalogue.current(of).map(MicroCredential::title).orElse(of.value()),
                rule.evidenceDays(),
                rule.noticeDays(),
                rule.resubmitDays(),
                rule.extensionDays());
    }

    private String known(TenantId tenant) {
        return tenants.nameOf(tenant).orElseThrow(() -> new NotFound("No tenant " + tenant.value()));
    }

    /** What was typed; {@code empty} for nothing, and days that no rule can have for what is no number. */
    private static int days(String typed, int empty) {
        String days = typed.strip();
        if (days.isEmpty()) {
            return empty;
        }
        return days.matches("\\d{1,6}") ? Integer.parseInt(days) : -1;
    }
}
