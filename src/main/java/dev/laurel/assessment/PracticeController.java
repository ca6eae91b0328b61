package dev.laurel.assessment;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.Choice;
import dev.laurel.tenant.PracticeSheet;
import dev.laurel.tenant.PracticeSheet.Field;
import dev.laurel.tenant.PracticeSheet.Sheet;
import dev.laurel.tenant.PracticeSheet.Step;
import dev.laurel.tenant.Practices.Row;
import dev.laurel.tenant.Tenant;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a programme does otherwise than Laurel proposes: its leads read and change it, and read who changed what. */
@Controller
@RequestMapping("/assess/lead/practice")
class PracticeController {

    private static final int PAGE_SIZE = 25;
    private static final int LONGEST = 20_000;

    /** Where most programmes are; any other zone can be typed. */
    private static final List<String> ZONES = List.of(
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Phoenix",
            "America/Los_Angeles",
            "America/Anchorage",
            "Pacific/Honolulu",
            "America/Puerto_Rico",
            "Pacific/Guam");

    private final PracticeSheet sheets;
    private final Tenants tenants;
    private final Staff staff;
    private final MessageSource messages;

    PracticeController(PracticeSheet sheets, Tenants tenants, Staff staff, MessageSource messages) {
        this.sheets = sheets;
        this.tenants = tenants;
        this.staff = staff;
        this.messages = messages;
    }

    /** Which programme; straight to it where there is one. */
    @GetMapping
    String choose(StaffMember lead, Model model) {
        List<Tenant> led = lead.leads().stream()
                .map(tenant -> new Tenant(tenant, tenants.nameOf(tenant).orElse("")))
                .sorted(Comparator.comparing(Tenant::name))
                .toList();
        if (led.size() == 1) {
            return address(led.get(0).id());
        }
        model.addAttribute("section", "lead");
        model.addAttribute("programmes", led);
        return "assessment/practices";
    }

    private static String address(TenantId tenant) {
        return "redirect:/assess/lead/practice/" + tenant.value();
    }

    @GetMapping("/{tenant}")
    String show(
            StaffMember lead,
            @PathVariable UUID tenant,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "") String done,
            Locale locale,
            Model model) {
        TenantId programme = own(lead, tenant);
        model.addAttribute("done", done.equals("yes"));
        return page(programme, sheets.of(programme), Math.max(0, Math.min(page, 10_000)), locale, model);
    }

    /**
     * @param last the number of the change that the form was opened after
     * @param form fields by the names of the settings
     */
    @PostMapping("/{tenant}")
    String set(
            StaffMember lead,
            @PathVariable UUID tenant,
            @RequestParam int last,
            @RequestParam Map<String, String> form,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        TenantId programme = own(lead, tenant);
        Map<String, String> typed = new HashMap<>();
        form.forEach((name, value) -> {
            if (value.length() <= LONGEST) {
                typed.put(name, value);
            }
        });
        Sheet refused = sheets.set(programme, last, typed, lead.id().value()).orElse(null);
        if (refused == null) {
            return address(programme) + "?done=yes";
        }
        response.setStatus(
                refused.wrong().isEmpty() ? HttpStatus.CONFLICT.value() : HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("done", false);
        return page(programme, refused, 0, locale, model);
    }

    /**
     * A field as the page shows it, all values in words.
     *
     * @param options what can be chosen; empty where something is typed
     * @param bounds absent where there are none to tell
     * @param setBy who set the programme's value; empty where it has none
     * @param meanwhile what somebody else has just set; absent where nobody did
     */
    record FieldView(
            Field field,
            List<Option> options,
            @Nullable String bounds,
            String now,
            String standard,
            String origin,
            String standardOrigin,
            String setBy,
            @Nullable String meanwhile,
            String meanwhileBy) {}

    record Option(String value, String words) {}

    record SectionView(String id, String key, List<FieldView> fields) {}

    /** @param from absent for the default, as is {@code to} */
    record StepView(
            String key, @Nullable String from, @Nullable String to, String by, Instant at) {}

    private String page(TenantId programme, Sheet sheet, int page, Locale locale, Model model) {
        List<Step> steps = sheets.history(programme, page, PAGE_SIZE + 1);
        Map<StaffId, String> names = staff.names(people(sheet, steps));
        model.addAttribute("section", "lead");
        model.addAttribute("programme", programme.value());
        model.addAttribute("name", tenants.nameOf(programme).orElse(""));
        model.addAttribute("last", sheet.last());
        model.addAttribute("wrong", sheet.wrong());
        model.addAttribute("contested", sheet.contested());
        model.addAttribute(
                "sections",
                sheet.sections().stream()
                        .map(section -> new SectionView(
                                section.key().replace('.', '-'),
                                section.key(),
                                section.fields().stream()
                                        .map(field -> view(field, names, locale))
                                        .toList()))
                        .toList());
        model.addAttribute(
                "steps",
                steps.stream()
                        .limit(PAGE_SIZE)
                        .map(step -> new StepView(
                                step.key(),
                                words(step.choice(), step.key(), step.from(), locale),
                                words(step.choice(), step.key(), step.to(), locale),
                                names.getOrDefault(new StaffId(step.by()), ""),
                                step.at()))
                        .toList());
        model.addAttribute("more", steps.size() > PAGE_SIZE);
        model.addAttribute("page", page);
        model.addAttribute("zones", ZONES);
        return "assessment/practice";
    }

    private static Set<StaffId> people(Sheet sheet, List<Step> steps) {
        Set<StaffId> people = new HashSet<>();
        steps.forEach(step -> people.add(new StaffId(step.by())));
        sheet.sections().stream()
                .flatMap(section -> section.fields().stream())
                .flatMap(field -> Stream.of(field.set(), field.meanwhile()))
                .filter(Objects::nonNull)
                .forEach(row -> people.add(new StaffId(row.by())));
        return people;
    }

    private FieldView view(Field field, Map<StaffId, String> names, Locale locale) {
        Choice<?> choice = field.choice();
        Row set = field.set();
        Row meanwhile = field.meanwhile();
        return new FieldView(
                field,
                choice.options().stream()
                        .map(option -> new Option(option, said(choice, field.key(), option, locale)))
                        .toList(),
                choice.options().isEmpty()
                        ? messages.getMessage(
                                "tenant.practice.bounds." + choice.kind().key(),
                                new Object[] {choice.least(), choice.most()},
                                locale)
                        : null,
                said(choice, field.key(), field.now(), locale),
                said(choice, field.key(), field.standard(), locale),
                field.origin().name().toLowerCase(Locale.ROOT),
                field.standardOrigin().name().toLowerCase(Locale.ROOT),
                set == null ? "" : names.getOrDefault(new StaffId(set.by()), ""),
                meanwhile == null
                        ? null
                        : Objects.requireNonNullElseGet(
                                words(choice, field.key(), choice.typed(meanwhile), locale),
                                () -> messages.getMessage("assessment.practice.history.default", null, locale)),
                meanwhile == null ? "" : names.getOrDefault(new StaffId(meanwhile.by()), ""));
    }

    private @Nullable String words(Choice<?> choice, String key, @Nullable String typed, Locale locale) {
        return typed == null ? null : said(choice, key, typed, locale);
    }

    /** A value, as it would be typed, in words. */
    private String said(Choice<?> choice, String key, String typed, Locale locale) {
        String value = "tenant.practice.value.";
        String kind = choice.kind().key();
        return switch (choice.kind()) {
            case NUMBER, ZONE -> typed;
            case DAYS, BUSINESS_DAYS, MONTHS, YEARS ->
                messages.getMessage(value + kind, new Object[] {Integer.valueOf(typed)}, locale);
            case SHARE -> messages.getMessage(value + kind, new Object[] {new BigDecimal(typed)}, locale);
            case YES_NO -> messages.getMessage(value + (typed.equals("true") ? "yes" : "no"), null, locale);
            case ONE_OF ->
                messages.getMessage(key + "." + typed.toLowerCase(Locale.ROOT).replace('_', '-'), null, locale);
            case DATES ->
                Choice.daysIn(typed) == 0
                        ? messages.getMessage(value + "no-dates", null, locale)
                        : messages.getMessage(
                                value + kind, new Object[] {Choice.daysIn(typed), typed.replace("\n", ", ")}, locale);
        };
    }

    private static TenantId own(StaffMember lead, UUID tenant) {
        TenantId programme = new TenantId(tenant);
        if (!lead.leads().contains(programme)) {
            throw new NotFound("Not led: " + tenant);
        }
        return programme;
    }
}
