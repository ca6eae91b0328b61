package dev.laurel.sharing;

import dev.laurel.assessment.RatedByBoth;
import dev.laurel.assessment.SharedRatings;
import dev.laurel.person.StaffMember;
import dev.laurel.tenant.Tenants;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A lead's page about partners: practice pieces that came from them, and how both rate the same ones. */
@Controller
class PartnerPages {

    private final PartnerAnchors anchors;
    private final SharedRatings ratings;
    private final PartnerReport report;
    private final Tenants tenants;

    PartnerPages(PartnerAnchors anchors, SharedRatings ratings, PartnerReport report, Tenants tenants) {
        this.anchors = anchors;
        this.ratings = ratings;
        this.report = report;
        this.tenants = tenants;
    }

    /** A pair with names, and its figures in words. */
    record Line(PartnerAgreement pair, String own, String partner, String exact, String adjacent, String decision) {}

    @GetMapping("/assess/lead/partners")
    ModelAndView page(StaffMember lead, Locale locale) {
        List<Line> lines = PartnerAgreement.of(lead.leads(), ratings.of(lead.leads())).stream()
                .map(pair -> new Line(
                        pair,
                        tenants.nameOf(pair.own()).orElse(""),
                        tenants.nameOf(pair.partner()).orElse(""),
                        PartnerAgreement.words(pair.exact(), locale),
                        PartnerAgreement.words(pair.adjacent(), locale),
                        PartnerAgreement.words(pair.decision(), locale)))
                .toList();
        return new ModelAndView("sharing/partners")
                .addObject("section", "lead")
                .addObject("came", anchors.of(lead.leads()))
                .addObject("lines", lines)
                .addObject("both", report.of(lead.leads(), locale))
                .addObject("fewestSubmissions", RatedByBoth.FEWEST_SUBMISSIONS)
                .addObject("fewestRatersHere", RatedByBoth.FEWEST_RATERS)
                .addObject("fewestAwards", PartnerReport.FEWEST_AWARDS)
                .addObject("fewest", PartnerAgreement.FEWEST_RATERS)
                .addObject("criteria", PartnerAgreement.FEWEST_CRITERIA);
    }

    @PostMapping("/assess/lead/partners")
    ModelAndView take(
            StaffMember lead,
            @RequestParam UUID adoption,
            @RequestParam String version,
            @RequestParam String key,
            Locale locale) {
        if (anchors.take(lead, adoption, version, key)) {
            return new ModelAndView("redirect:/assess/lead/partners");
        }
        ModelAndView page = page(lead, locale).addObject("misfit", true);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }
}
