package dev.laurel.webhook;

import dev.laurel.person.StaffMember;
import dev.laurel.recognition.Authority;
import dev.laurel.recognition.Recognition;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Lookouts;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where recognition officers for their districts, and operators for all, say which systems are told of decisions. */
@Controller
@RequestMapping({"/recognition/webhooks", "/admin/webhooks"})
class WebhookPages {

    private static final Logger log = LoggerFactory.getLogger(WebhookPages.class);
    private static final int PAGE_SIZE = 25;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_URL = 2000;

    private final Endpoints endpoints;
    private final WebhookDeliveries deliveries;
    private final Lookouts lookouts;
    private final Tenants tenants;
    private final Recognition recognition;
    private final LaurelSettings settings;
    private final Clock clock;

    WebhookPages(
            Endpoints endpoints,
            WebhookDeliveries deliveries,
            Lookouts lookouts,
            Tenants tenants,
            Recognition recognition,
            LaurelSettings settings,
            Clock clock) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.lookouts = lookouts;
        this.tenants = tenants;
        this.recognition = recognition;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param district its name */
    record Line(Endpoint endpoint, String district, int waiting) {}

    /** @param id of the tenant */
    record District(UUID id, String name) {}

    /** What was typed, to be shown again. */
    record Typed(String name, String url, String authority, List<String> types, String district) {}

    @ModelAttribute("base")
    String base(HttpServletRequest request) {
        return isOperator(request) ? "/admin/webhooks" : "/recognition/webhooks";
    }

    @ModelAttribute("section")
    String section(HttpServletRequest request) {
        return isOperator(request) ? "admin-webhooks" : "webhooks";
    }

    private static boolean isOperator(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/admin/");
    }

    @GetMapping
    ModelAndView list(StaffMember officer, HttpServletRequest request, @RequestParam(defaultValue = "0") String page) {
        return listed(officer, request, page)
                .addObject(
                        "typed",
                        new Typed(
                                "",
                                "",
                                "",
                                EventType.CHOICES.stream().map(EventType::text).toList(),
                                ""));
    }

    private ModelAndView listed(StaffMember officer, HttpServletRequest request, String page) {
        int at = Paging.number(page);
        List<Endpoint> found =
                isOperator(request) ? endpoints.all(at, PAGE_SIZE + 1) : endpoints.of(officer.recognises());
        return new ModelAndView("webhook/list")
                .addObject(
                        "lines",
                        found.stream()
                                .limit(isOperator(request) ? PAGE_SIZE : found.size())
                                .map(this::line)
                                .toList())
                .addObject("page", at)
                .addObject(
                        "pages",
                        Paging.on(at, isOperator(request) ? found.size() : 0, PAGE_SIZE)
                                .pages())
                .addObject("operator", isOperator(request))
                .addObject(
                        "districts",
                        officer.recognises().stream()
                                .map(id -> new District(
                                        id.value(), tenants.nameOf(id).orElse("")))
                                .sorted((a, b) -> a.name().compareTo(b.name()))
                                .toList())
                .addObject("authorities", recognition.authorities())
                .addObject("choices", EventType.CHOICES);
    }

    private Line line(Endpoint endpoint) {
        return new Line(endpoint, tenants.nameOf(endpoint.tenant()).orElse(""), deliveries.waiting(endpoint.id()));
    }

    /** @param district an officer's by its id, an operator's by its name */
    @PostMapping
    ModelAndView make(
            StaffMember officer,
            HttpServletRequest request,
            RedirectAttributes once,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String url,
            @RequestParam(defaultValue = "") String authority,
            @RequestParam(defaultValue = "") List<String> types,
            @RequestParam(defaultValue = "") String district) {
        Set<EventType> wanted = types.stream()
                .flatMap(text -> EventType.of(text).stream())
                .filter(EventType.CHOICES::contains)
                .collect(Collectors.toSet());
        Optional<TenantId> tenant = tenant(officer, request, district.strip());
        Optional<URI> address = address(url);
        String problem = name.isBlank() || name.strip().length() > LONGEST_NAME
                ? "name"
                : address.isEmpty() ? "url" : wanted.isEmpty() ? "types" : tenant.isEmpty() ? "district" : "";
        String of = recognition.authorities().stream()
                .map(Authority::code)
                .map(code -> code.value())
                .filter(authority::equals)
                .findFirst()
                .orElse(null);
        if (!problem.isEmpty()) {
            ModelAndView again = listed(officer, request, "0")
                    .addObject("problem", problem)
                    .addObject("typed", new Typed(name, url, authority, types, district));
            again.setStatus(HttpStatus.BAD_REQUEST);
            return again;
        }
        Endpoints.WithSecret made = endpoints.make(
                tenant.orElseThrow(), name.strip(), address.orElseThrow(), wanted, of, officer.displayName());
        log.info("{} made endpoint {}", officer.id().value(), made.id().value());
        once.addFlashAttribute("secret", made.secret());
        return new ModelAndView("redirect:" + base(request) + "/" + made.id().value());
    }

    private Optional<TenantId> tenant(StaffMember officer, HttpServletRequest request, String district) {
        return isOperator(request)
                ? tenants.named(district)
                : officer.recognises().stream()
                        .filter(id -> id.value().toString().equals(district))
                        .findFirst();
    }

    /** What can be called at all; whether it lies on a private network is found out with each call. */
    private Optional<URI> address(String typed) {
        String text = typed.strip();
        try {
            URI url = URI.create(text);
            boolean secure = "https".equalsIgnoreCase(url.getScheme())
                    || settings.allowPrivateAddresses() && "http".equalsIgnoreCase(url.getScheme());
            return secure
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawFragment() == null
                            && text.length() <= LONGEST_URL
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @GetMapping("/{id}")
    ModelAndView endpoint(
            StaffMember officer,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "") String done) {
        Endpoint endpoint = own(officer, request, id);
        int at = Paging.number(page);
        List<Delivery> found = deliveries.of(endpoint.id(), at, PAGE_SIZE + 1);
        return new ModelAndView("webhook/endpoint")
                .addObject("line", line(endpoint))
                .addObject("endpoint", endpoint)
                .addObject(
                        "overlaps",
                        endpoint.previousUntil() != null
                                && endpoint.previousUntil().isAfter(clock.instant()))
                .addObject("deliveries", found.stream().limit(PAGE_SIZE).toList())
                .addObject("page", at)
                .addObject("pages", Paging.on(at, found.size(), PAGE_SIZE).pages())
                .addObject("done", done.matches("[a-z-]{1,20}|again-\\d{1,5}") ? done : "");
    }

    @PostMapping("/{id}/secret")
    String rotate(StaffMember officer, HttpServletRequest request, RedirectAttributes once, @PathVariable UUID id) {
        Endpoint endpoint = own(officer, request, id);
        once.addFlashAttribute("secret", endpoints.rotate(endpoint).secret());
        log.info("{} gave endpoint {} a new secret", officer.id().value(), id);
        return back(request, id, "secret");
    }

    /** Sends a message that says nothing, and waits for what comes back. */
    @PostMapping("/{id}/ping")
    String ping(StaffMember officer, HttpServletRequest request, @PathVariable UUID id) {
        Endpoint endpoint = own(officer, request, id);
        Instant now = clock.instant();
        DeliveryId ping = deliveries.ping(endpoint, TellOthers.text(EventType.PING, now, new Payload.PingData(id)));
        return back(request, id, deliveries.deliver(ping) ? "ping" : "ping-failed");
    }

    @PostMapping("/{id}/state")
    String move(StaffMember officer, HttpServletRequest request, @PathVariable UUID id, @RequestParam boolean active) {
        Endpoint endpoint = own(officer, request, id);
        endpoints.move(endpoint.id(), active ? Endpoint.State.ACTIVE : Endpoint.State.PAUSED);
        lookouts.soon(TellOthers.SENDING);
        log.info("{} {} endpoint {}", officer.id().value(), active ? "resumed" : "paused", id);
        return back(request, id, active ? "active" : "paused");
    }

    @PostMapping("/{id}/deliveries/{delivery}/again")
    String again(StaffMember officer, HttpServletRequest request, @PathVariable UUID id, @PathVariable UUID delivery) {
        Endpoint endpoint = own(officer, request, id);
        Delivery found = deliveries
                .find(new DeliveryId(delivery))
                .filter(each -> each.endpoint().equals(endpoint.id()))
                .orElseThrow(() -> new NotFound("No delivery " + delivery + " to this endpoint"));
        deliveries.again(found);
        lookouts.soon(TellOthers.SENDING);
        return back(request, id, "again-1");
    }

    /** @param from and {@code until}: days in UTC, both of them with everything that happened on them */
    @PostMapping("/{id}/again")
    String period(
            StaffMember officer,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until) {
        Endpoint endpoint = own(officer, request, id);
        LocalDate first = day(from);
        LocalDate last = day(until);
        if (first == null || last == null || last.isBefore(first)) {
            return back(request, id, "no-period");
        }
        int many = deliveries.again(
                endpoint,
                first.atStartOfDay().toInstant(ZoneOffset.UTC),
                last.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
        lookouts.soon(TellOthers.SENDING);
        log.info("{} has {} messages sent to endpoint {} again", officer.id().value(), many, id);
        return back(request, id, "again-" + many);
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    @PostMapping("/{id}/removal")
    String remove(StaffMember officer, HttpServletRequest request, @PathVariable UUID id) {
        endpoints.remove(own(officer, request, id).id());
        log.info("{} removed endpoint {}", officer.id().value(), id);
        return "redirect:" + base(request);
    }

    private String back(HttpServletRequest request, UUID id, String done) {
        return "redirect:" + base(request) + "/" + id + "?done=" + done;
    }

    private Endpoint own(StaffMember officer, HttpServletRequest request, UUID id) {
        return endpoints
                .find(new EndpointId(id))
                .filter(endpoint -> isOperator(request) || officer.recognises().contains(endpoint.tenant()))
                .orElseThrow(() -> new NotFound("No endpoint " + id + " for this person"));
    }
}
