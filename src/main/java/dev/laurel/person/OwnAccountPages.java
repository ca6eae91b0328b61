package dev.laurel.person;

import dev.laurel.person.SignInQuestion.Purpose;
import dev.laurel.person.StaffIdentities.WaysIn;
import dev.laurel.system.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where members of staff see how they sign in, and connect accounts of their organisation. */
@Controller
class OwnAccountPages {

    private static final Logger log = LoggerFactory.getLogger(OwnAccountPages.class);
    private static final Set<String> DONE = Set.of("connected", "left");

    private final Staff staff;
    private final StaffIdentities identities;
    private final IdentityProviders providers;
    private final SingleSignOn signOn;
    private final SignInThrottle throttle;

    OwnAccountPages(
            Staff staff,
            StaffIdentities identities,
            IdentityProviders providers,
            SingleSignOn signOn,
            SignInThrottle throttle) {
        this.staff = staff;
        this.identities = identities;
        this.providers = providers;
        this.signOn = signOn;
        this.throttle = throttle;
    }

    @GetMapping("/account")
    ModelAndView page(StaffMember member, @RequestParam(defaultValue = "") String done) {
        return page(member.id()).addObject("done", DONE.contains(done) ? done : "");
    }

    private ModelAndView page(StaffId member) {
        WaysIn ways = identities.waysIn(member);
        return new ModelAndView("person/account")
                .addObject("section", "account")
                .addObject("account", staff.account(member).orElseThrow())
                .addObject("ways", ways)
                .addObject("others", others(member, ways))
                .addObject("done", "");
    }

    /** Providers that this person could connect. */
    private List<IdentityProvider> others(StaffId member, WaysIn ways) {
        Staff.Rights rights = staff.rights(member).orElseThrow();
        return providers.active().stream()
                .filter(provider -> provider.serves(rights))
                .filter(provider -> ways.connections().stream()
                        .noneMatch(one -> one.provider().equals(provider.id().value())))
                .toList();
    }

    /** Only by a form of ours: a link could have somebody connect whoever is signed in at the provider. */
    @PostMapping("/account/connections/{id}")
    ModelAndView connect(
            StaffMember member, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response) {
        IdentityProvider provider = others(member.id(), identities.waysIn(member.id())).stream()
                .filter(other -> other.id().value().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new NotFound("No provider " + id + " for " + member.id().value() + " to connect"));
        if (!throttle.admitsQuestion(request.getRemoteAddr())) {
            throw SignOnRefused.tooMany(provider, Purpose.CONNECT, "");
        }
        return SignOnPages.goOn(
                provider,
                signOn.ask(provider, Purpose.CONNECT, member.id().value().toString(), response),
                response);
    }

    @PostMapping("/account/connections/{id}/end")
    ModelAndView leave(StaffMember member, @PathVariable UUID id) {
        if (!identities.leave(member.id(), id)) {
            ModelAndView page = page(member.id()).addObject("problem", "person.account.only-way-in");
            page.setStatus(HttpStatus.CONFLICT);
            return page;
        }
        log.info("{} disconnected provider {}", member.id().value(), id);
        return new ModelAndView("redirect:/account?done=left");
    }
}
