package dev.laurel.submission;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * The earner's own pages for evidence and for handing in, filled with nothing and with every field shut: for those who write a
 * version and want to see what it asks for.
 */
@Component
public class EvidencePreview {

    private final Turnaround turnaround;

    EvidencePreview(Turnaround turnaround) {
        this.turnaround = turnaround;
    }

    /** Takes the place of a launch, of which these pages need the address alone. */
    record Way(String base) {

        public String path(String below) {
            return base + below;
        }
    }

    /**
     * The list of all that is asked for.
     *
     * @param at address of the preview; the pages lie below it as they do below a launch
     * @param tenant whose dates are promised
     */
    public ModelAndView list(MicroCredential credential, TenantId tenant, String at) {
        return page("submission/list", credential, tenant, at)
                .addObject("notice", "")
                .addObject("mayWithdraw", false)
                .addObject("keptBecause", "")
                .addObject("editable", false);
    }

    /** @throws dev.laurel.system.NotFound when nothing of that id is asked for */
    public ModelAndView question(MicroCredential credential, TenantId tenant, String at, String question) {
        Requirement.Asked asked = portfolio(credential).question(question);
        return requirement("submission/question", credential, tenant, at, asked)
                .addObject("saved", asked.answer())
                .addObject("text", "");
    }

    /** @throws dev.laurel.system.NotFound when nothing of that id is asked for */
    public ModelAndView artefact(MicroCredential credential, TenantId tenant, String at, String artefact) {
        Requirement.Shown shown = portfolio(credential).artefact(artefact);
        return requirement("submission/artefact", credential, tenant, at, shown)
                .addObject("unfinished", List.of())
                .addObject("saved", shown.note())
                .addObject("text", "");
    }

    /** The check and what is attested at handing in. */
    public ModelAndView check(MicroCredential credential, TenantId tenant, String at) {
        return page("submission/check", credential, tenant, at)
                .addObject("privacy", Map.of())
                .addObject("unread", Map.of())
                .addObject("uncleaned", List.of())
                .addObject("underway", List.of())
                .addObject("form", AttestationForm.EMPTY)
                .addObject("choices", List.of())
                .addObject("agreed", Set.of())
                .addObject("missing", List.of());
    }

    private static Portfolio portfolio(MicroCredential credential) {
        return Portfolio.of(credential, Drafts.Content.NOTHING, 1, Set.of());
    }

    private ModelAndView page(String view, MicroCredential credential, TenantId tenant, String at) {
        return new ModelAndView(view)
                .addObject("launch", new Way(at))
                .addObject("barTitle", credential.title())
                .addObject("credential", credential)
                .addObject("portfolio", portfolio(credential))
                .addObject("practice", false)
                .addObject("editable", true)
                .addObject("turnaround", turnaround.of(tenant));
    }

    private ModelAndView requirement(
            String view, MicroCredential credential, TenantId tenant, String at, Requirement requirement) {
        ModelAndView page = page(view, credential, tenant, at);
        List<Requirement> all = portfolio(credential).requirements();
        int here = all.indexOf(requirement);
        page.addObject("requirement", requirement)
                .addObject("number", here + 1)
                .addObject("editor", Ids.next().toString())
                .addObject("remarks", List.of())
                .addObject("hints", List.of());
        if (here > 0) {
            page.addObject("previous", all.get(here - 1));
        }
        if (here + 1 < all.size()) {
            page.addObject("next", all.get(here + 1));
        }
        return page;
    }
}
