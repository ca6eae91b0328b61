package dev.laurel.person;

import dev.laurel.person.ProviderProblem.Kind;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where operators say by which providers of identity staff sign in. */
@Controller
@RequestMapping("/admin/sign-in")
class ProviderPages {

    private static final Logger log = LoggerFactory.getLogger(ProviderPages.class);
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_CLIENT = 300;
    private static final int LONGEST_DOMAINS = 1000;
    private static final Pattern DOMAIN = Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]");
    private static final Set<String> DONE = Set.of("made", "saved", "on", "off");

    private final IdentityProviders providers;
    private final StaffIdentities identities;
    private final ProviderDiscovery discovery;
    private final ProviderKeys keys;
    private final ProviderClient client;
    private final Tenants tenants;

    ProviderPages(
            IdentityProviders providers,
            StaffIdentities identities,
            ProviderDiscovery discovery,
            ProviderKeys keys,
            ProviderClient client,
            Tenants tenants) {
        this.providers = providers;
        this.identities = identities;
        this.discovery = discovery;
        this.keys = keys;
        this.client = client;
        this.tenants = tenants;
    }

    /** @param district its name; absent for everybody's */
    record Line(IdentityProvider provider, @Nullable String district, StaffIdentities.People people) {}

    /** What was typed, to be shown again; never a secret. */
    record Typed(String name, String issuer, String district, String clientId, String domains) {}

    /** One thing that was tried. @param problem the key of what is wrong; absent when nothing is */
    record Check(String what, @Nullable String problem, String detail) {}

    @GetMapping
    ModelAndView list(StaffMember operator) {
        return list(new Typed("", "", "", "", ""));
    }

    private ModelAndView list(Typed typed) {
        return new ModelAndView("person/providers")
                .addObject("section", "admin-sign-in")
                .addObject("lines", providers.all().stream().map(this::line).toList())
                .addObject("typed", typed);
    }

    private Line line(IdentityProvider provider) {
        TenantId tenant = provider.tenant();
        return new Line(
                provider,
                tenant == null ? null : tenants.nameOf(tenant).orElse(""),
                identities.peopleOf(provider.id()));
    }

    @PostMapping
    ModelAndView begin(
            StaffMember operator,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String issuer,
            @RequestParam(defaultValue = "") String district) {
        Typed typed = new Typed(name, issuer, district, "", "");
        Optional<String> address = discovery.issuer(issuer);
        if (!isName(name)) {
            return refused(list(typed), "name");
        }
        if (address.isEmpty()) {
            return refused(list(typed), "issuer");
        }
        Optional<TenantId> tenant = district.isBlank() ? Optional.empty() : tenants.named(district.strip());
        if (tenant.isEmpty() && !district.isBlank()) {
            return refused(list(typed), "district");
        }
        Optional<ProviderId> made = providers.begin(operator.id(), tenant.orElse(null), name.strip(), address.get());
        if (made.isEmpty()) {
            return refused(list(typed), "too-many");
        }
        log.info(
                "Operator {} began provider {}",
                operator.id().value(),
                made.get().value());
        return back(made.get().value(), "made");
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.strip().length() <= LONGEST_NAME;
    }

    private static ModelAndView refused(ModelAndView page, String problem) {
        page.setStatus(HttpStatus.BAD_REQUEST);
        return page.addObject("problem", problem);
    }

    @GetMapping("/{id}")
    ModelAndView provider(StaffMember operator, @PathVariable UUID id, @RequestParam(defaultValue = "") String done) {
        return page(known(id)).addObject("done", DONE.contains(done) ? done : "");
    }

    private ModelAndView page(IdentityProvider provider) {
        return page(
                provider,
                new Typed(
                        provider.name(),
                        provider.issuer(),
                        "",
                        provider.clientId(),
                        String.join(" ", provider.domains())));
    }

    private ModelAndView page(IdentityProvider provider, Typed typed) {
        return new ModelAndView("person/provider")
                .addObject("section", "admin-sign-in")
                .addObject("line", line(provider))
                .addObject("provider", provider)
                .addObject("returnAddress", client.returnAddress(provider.id()))
                .addObject("typed", typed)
                .addObject("done", "");
    }

    /** @param secret empty to keep the one that is there */
    @PostMapping("/{id}")
    ModelAndView change(
            StaffMember operator,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String issuer,
            @RequestParam(defaultValue = "") String clientId,
            @RequestParam(defaultValue = "") String secret,
            @RequestParam(defaultValue = "") String domains) {
        IdentityProvider provider = known(id);
        Typed typed = new Typed(name, issuer, "", clientId, domains);
        Optional<String> address = discovery.issuer(issuer);
        List<String> trusted = Arrays.stream(domains.toLowerCase(Locale.ROOT).split("[\\s,;]+"))
                .map(domain -> domain.replaceFirst("^@", ""))
                .filter(domain -> !domain.isEmpty())
                .distinct()
                .toList();
        String problem = "";
        if (!isName(name)) {
            problem = "name";
        } else if (address.isEmpty()) {
            problem = "issuer";
        } else if (clientId.strip().length() > LONGEST_CLIENT || secret.strip().length() > LONGEST_CLIENT) {
            problem = "client";
        } else if (String.join(" ", trusted).length() > LONGEST_DOMAINS
                || trusted.stream().anyMatch(domain -> !DOMAIN.matcher(domain).matches())) {
            problem = "domains";
        } else if (provider.active() && clientId.isBlank()) {
            problem = "incomplete";
        }
        if (!problem.isEmpty()) {
            return refused(page(provider, typed), problem);
        }
        boolean changed = providers.change(
                provider.id(),
                name.strip(),
                address.orElseThrow(),
                clientId.strip(),
                secret.isBlank() ? null : secret.strip(),
                trusted);
        if (!changed) {
            return refused(page(provider, typed), "issuer-in-use");
        }
        log.info("Operator {} changed provider {}", operator.id().value(), id);
        return back(id, "saved");
    }

    /** Tries everything that can be tried without a person. */
    @PostMapping("/{id}/check")
    ModelAndView check(StaffMember operator, @PathVariable UUID id) {
        IdentityProvider provider = known(id);
        return page(provider).addObject("checks", checks(provider));
    }

    private List<Check> checks(IdentityProvider provider) {
        List<Check> checks = new ArrayList<>();
        ProviderDescription description;
        try {
            description = discovery.describeNow(provider.issuer());
            checks.add(good("description"));
        } catch (ProviderProblem e) {
            checks.add(bad("description", e));
            return checks;
        }
        try {
            if (!keys.hasUsable(description.keys())) {
                throw new ProviderProblem(Kind.NO_KEYS);
            }
            checks.add(good("keys"));
        } catch (ProviderProblem e) {
            checks.add(bad("keys", e));
        }
        if (!provider.isComplete()) {
            checks.add(new Check("client", "client-missing", ""));
            return checks;
        }
        try {
            client.tryClient(provider, description);
            checks.add(good("client"));
        } catch (ProviderProblem e) {
            checks.add(bad("client", e));
        }
        return checks;
    }

    private static Check good(String what) {
        return new Check(what, null, "");
    }

    private static Check bad(String what, ProviderProblem problem) {
        return new Check(what, problem.kind().key(), problem.detail());
    }

    @PostMapping("/{id}/active")
    ModelAndView turn(StaffMember operator, @PathVariable UUID id, @RequestParam boolean active) {
        IdentityProvider provider = known(id);
        if (active && !provider.isComplete()) {
            return refused(page(provider), "incomplete");
        }
        providers.switchTo(provider.id(), active);
        log.info("Operator {} switched provider {} {}", operator.id().value(), id, active ? "on" : "off");
        return back(id, active ? "on" : "off");
    }

    /** Asks once more where people could not sign in afterwards. */
    @PostMapping("/{id}/removal")
    ModelAndView remove(
            StaffMember operator, @PathVariable UUID id, @RequestParam(defaultValue = "false") boolean certain) {
        IdentityProvider provider = known(id);
        if (identities.peopleOf(provider.id()).all() > 0 && !certain) {
            return refused(page(provider), "uncertain");
        }
        providers.remove(provider.id());
        log.info("Operator {} removed provider {}", operator.id().value(), id);
        return new ModelAndView("redirect:/admin/sign-in");
    }

    private IdentityProvider known(UUID id) {
        return providers.find(new ProviderId(id)).orElseThrow(() -> new NotFound("No provider " + id));
    }

    private static ModelAndView back(UUID id, String done) {
        return new ModelAndView("redirect:/admin/sign-in/" + id + "?done=" + done);
    }
}
