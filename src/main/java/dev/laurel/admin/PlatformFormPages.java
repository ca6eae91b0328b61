package dev.laurel.admin;

import dev.laurel.admin.PlatformChecks.Findings;
import dev.laurel.admin.PlatformForm.Field;
import dev.laurel.lti.Deployment;
import dev.laurel.lti.Invitations;
import dev.laurel.lti.Invitations.Terms;
import dev.laurel.lti.NewDeployments;
import dev.laurel.lti.PlatformPreset;
import dev.laurel.lti.Registration;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.person.StaffMember;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** One platform: connecting it by hand, changing what is known of it, switching it off, inviting it again. */
@Controller
class PlatformFormPages {

    private static final Logger log = LoggerFactory.getLogger(PlatformFormPages.class);
    private static final Duration VALIDITY = Duration.ofDays(14);

    private final Registrations registrations;
    private final Invitations invitations;
    private final PlatformChecks checks;
    private final PlatformViews views;
    private final Districts districts;
    private final LaurelSettings settings;

    PlatformFormPages(
            Registrations registrations,
            Invitations invitations,
            PlatformChecks checks,
            PlatformViews views,
            Districts districts,
            LaurelSettings settings) {
        this.registrations = registrations;
        this.invitations = invitations;
        this.checks = checks;
        this.views = views;
        this.districts = districts;
        this.settings = settings;
    }

    /** Asks which kind of platform it is, and then shows the form with what is known of that kind. */
    @GetMapping("/admin/platforms/new")
    ModelAndView start(StaffMember operator, @RequestParam Map<String, String> typed) {
        boolean chosen = PlatformPreset.of(typed.getOrDefault("preset", "")).isPresent();
        PlatformForm form = PlatformForm.of(typed);
        boolean siteMissing = chosen
                && form.preset().needsSite()
                && (form.site().isEmpty()
                        || checks.check(Field.SITE, form, null).isPresent());
        if (!chosen || siteMissing) {
            return page("admin/platform-kind")
                    .addObject(
                            "presets",
                            Arrays.stream(PlatformPreset.values())
                                    .map(PlatformPreset::key)
                                    .toList())
                    .addObject("preset", chosen ? form.preset().key() : "canvas")
                    .addObject("site", form.site())
                    .addObject("siteMissing", siteMissing);
        }
        return form(form, Findings.NONE, null);
    }

    /** Stores a platform that was typed, unless something is wrong or doubtful and not confirmed. */
    @PostMapping("/admin/platforms")
    ModelAndView create(
            StaffMember operator,
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "false") boolean anyway) {
        PlatformForm form = PlatformForm.of(typed);
        Findings findings = checks.check(form, null);
        if (findings.anyWrong() || (findings.anyDoubtful() && !anyway)) {
            return form(form, findings, null);
        }
        Districts.Named district = districts.named(form.district());
        Registration registration = registrations.register(form.facts(), district.id());
        registrations.receive(registration.id(), form.newDeployments());
        deploy(registration, form);
        log.info(
                "Operator {} entered registration {} by hand",
                operator.id().value(),
                registration.id().value());
        return back(registration.id(), "connected");
    }

    /** @param done what was done a moment ago; part of the address, so that reloading does nothing again */
    @GetMapping("/admin/platforms/{id}")
    ModelAndView show(StaffMember operator, @PathVariable UUID id, @RequestParam(defaultValue = "") String done) {
        Registration registration = known(id);
        return form(PlatformForm.of(registration, districts.nameOf(registration.home())), Findings.NONE, registration)
                .addObject("done", PlatformPages.DONE.contains(done) ? done : "");
    }

    @PostMapping("/admin/platforms/{id}")
    ModelAndView change(
            StaffMember operator,
            @PathVariable UUID id,
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "false") boolean anyway) {
        Registration registration = known(id);
        PlatformForm form = PlatformForm.of(typed);
        Findings findings = checks.check(form, registration.id());
        if (findings.anyWrong() || (findings.anyDoubtful() && !anyway)) {
            return form(form, findings, registration);
        }
        if (!registrations.amend(registration.id(), form.facts())) {
            return form(form, checks.check(form, registration.id()), registration);
        }
        registrations.receive(registration.id(), form.newDeployments());
        deploy(registration, form);
        log.info("Operator {} changed registration {}", operator.id().value(), id);
        return back(registration.id(), "saved");
    }

    /** What is to be said about one field just now, for the form while somebody types. */
    @PostMapping("/admin/platforms/check")
    ModelAndView check(
            StaffMember operator,
            @RequestParam String field,
            @RequestParam(required = false) @Nullable UUID self,
            @RequestParam Map<String, String> typed) {
        Field asked = Arrays.stream(Field.values())
                .filter(each -> each.key().equals(field))
                .findFirst()
                .orElseThrow(() -> new NotFound("No field of that name"));
        PlatformForm form = PlatformForm.of(typed);
        return new ModelAndView("admin/platform-finding")
                .addObject(
                        "finding",
                        checks.check(asked, form, self == null ? null : new RegistrationId(self))
                                .orElse(null));
    }

    /** Switches all launches of a platform on or off. */
    @PostMapping("/admin/platforms/{id}/enabled")
    ModelAndView enable(StaffMember operator, @PathVariable UUID id, @RequestParam boolean enabled) {
        registrations.enable(known(id).id(), enabled);
        log.info("Operator {} switched registration {} {}", operator.id().value(), id, enabled ? "on" : "off");
        return back(new RegistrationId(id), enabled ? "on" : "off");
    }

    /** Makes an invitation with which the platform can repeat its registration, and shows its link, this once. */
    @PostMapping("/admin/platforms/{id}/invitations")
    ModelAndView inviteAgain(StaffMember operator, @PathVariable UUID id) {
        Registration registration = known(id);
        Invitations.Invitation invitation = invitations.invite(
                registration.home(), VALIDITY, new Terms(Set.of(), registration.newDeployments(), false));
        log.info("Operator {} invited registration {} again", operator.id().value(), id);
        return show(operator, id, "").addObject("link", RegistrationLink.of(invitation, settings));
    }

    private void deploy(Registration registration, PlatformForm form) {
        for (String deployment : form.deploymentIds()) {
            registrations.deploy(registration.id(), deployment, registration.home(), Deployment.State.ACTIVE);
        }
    }

    private Registration known(UUID id) {
        return registrations.find(new RegistrationId(id)).orElseThrow(() -> new NotFound("No registration " + id));
    }

    private static ModelAndView back(RegistrationId id, String done) {
        return new ModelAndView("redirect:/admin/platforms/" + id.value() + "?done=" + done);
    }

    private ModelAndView form(PlatformForm form, Findings findings, @Nullable Registration registration) {
        return page("admin/platform")
                .addObject("form", form)
                .addObject("findings", findings)
                .addObject("done", "")
                .addObject("newDeployments", List.of(NewDeployments.values()))
                .addObject("platform", registration == null ? null : views.platform(registration));
    }

    private ModelAndView page(String template) {
        return new ModelAndView(template)
                .addObject("section", "admin-platforms")
                .addObject("districts", districts.suggestions());
    }
}
