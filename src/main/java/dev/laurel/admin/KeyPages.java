package dev.laurel.admin;

import dev.laurel.lti.KeyRotation;
import dev.laurel.person.StaffMember;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The keys that this tool signs with: which there are, and changing them by hand. */
@Controller
class KeyPages {

    private static final Logger log = LoggerFactory.getLogger(KeyPages.class);

    private final KeyRotation rotation;

    KeyPages(KeyRotation rotation) {
        this.rotation = rotation;
    }

    /** What was done a moment ago; part of the address, so that reloading does nothing again. */
    enum Done {
        PLANNED,
        PLANNED_ALREADY,
        REPLACED,
        NOTHING;

        static Done named(String name) {
            for (Done done : values()) {
                if (done.key().equals(name)) {
                    return done;
                }
            }
            return NOTHING;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @GetMapping("/admin/keys")
    ModelAndView keys(StaffMember operator, @RequestParam(defaultValue = "") String done) {
        return page("admin/keys")
                .addObject("keys", rotation.keys())
                .addObject("scheduled", rotation.nextIsPublished().orElse(null))
                .addObject("aheadHours", rotation.ahead().toHours())
                .addObject("done", Done.named(done));
    }

    /** Publishes the next key now; it signs by itself later. */
    @PostMapping("/admin/keys/plan")
    String plan(StaffMember operator) {
        boolean planned = rotation.plan();
        log.info(
                "Operator {} planned a change of the tool's key: {}",
                operator.id().value(),
                planned);
        return "redirect:/admin/keys?done=" + (planned ? Done.PLANNED : Done.PLANNED_ALREADY).key();
    }

    /** What an emergency change costs, before it is made. */
    @GetMapping("/admin/keys/replace")
    ModelAndView confirm(StaffMember operator) {
        return page("admin/keys-replace");
    }

    @PostMapping("/admin/keys/replace")
    String replace(StaffMember operator) {
        boolean replaced = rotation.replaceAtOnce();
        log.warn(
                "Operator {} replaced the tool's key at once: {}", operator.id().value(), replaced);
        return "redirect:/admin/keys?done=" + Done.REPLACED.key();
    }

    private static ModelAndView page(String template) {
        return new ModelAndView(template).addObject("section", "admin-keys");
    }
}
