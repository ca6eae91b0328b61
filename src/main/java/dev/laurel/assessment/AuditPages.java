package dev.laurel.assessment;

import dev.laurel.assessment.AuditReadings.Entry;
import dev.laurel.assessment.AuditReadings.Reading;
import dev.laurel.assessment.AuditReadings.Wanted;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The audit trail, for an operator who says why. */
@Controller
@RequestMapping("/admin/audit")
class AuditPages {

    private static final int PAGE_SIZE = 50;
    private static final int LATEST = 20;
    private static final int MOST_PAGES = 10_000;

    private final AuditReadings readings;
    private final Staff staff;

    AuditPages(AuditReadings readings, Staff staff) {
        this.readings = readings;
        this.staff = staff;
    }

    /** As typed. */
    record Asked(String number, String person, String day, String reason) {

        static final Asked NOTHING = new Asked("", "", "", "");
    }

    @GetMapping
    ModelAndView page(StaffMember operator) {
        return page(Asked.NOTHING, List.of(), null, 0);
    }

    /** By POST, because it writes that it was read. */
    @PostMapping
    ModelAndView read(
            StaffMember operator,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String person,
            @RequestParam(defaultValue = "") String day,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "0") int page) {
        Asked asked =
                new Asked(Entries.clean(number), Entries.clean(person), Entries.clean(day), Entries.clean(reason));
        List<String> wrong = new ArrayList<>();
        String label = asked.number().toUpperCase(Locale.ROOT);
        Optional<UUID> submission = uuid(asked.number());
        if (!asked.number().isEmpty() && submission.isEmpty() && !CaseId.isLabel(label)) {
            wrong.add("number");
        }
        Optional<StaffId> who = uuid(asked.person()).map(StaffId::new).or(() -> staff.withLogin(asked.person()));
        if (!asked.person().isEmpty() && who.isEmpty()) {
            wrong.add("person");
        }
        Optional<LocalDate> on = day(asked.day());
        if (!asked.day().isEmpty() && on.isEmpty()) {
            wrong.add("day");
        }
        if (asked.reason().isEmpty() || asked.reason().length() > AuditReadings.MOST_CHARACTERS) {
            wrong.add("reason");
        }
        if (!wrong.isEmpty()) {
            ModelAndView again = page(asked, wrong, null, 0);
            again.setStatus(HttpStatus.BAD_REQUEST);
            return again;
        }
        int shown = Math.max(0, Math.min(page, MOST_PAGES));
        Wanted wanted = new Wanted(
                asked.number().isEmpty() || submission.isPresent() ? null : label,
                submission.orElse(null),
                asked.person().isEmpty() ? null : who.orElse(null),
                on.orElse(null));
        return page(asked, wrong, readings.read(operator.id(), wanted, asked.reason(), shown, PAGE_SIZE), shown);
    }

    private ModelAndView page(Asked asked, List<String> wrong, @Nullable List<Entry> found, int page) {
        List<Reading> latest = readings.latest(LATEST);
        List<Entry> entries =
                found == null ? List.of() : found.stream().limit(PAGE_SIZE).toList();
        return new ModelAndView("assessment/audit")
                .addObject("section", "admin-audit")
                .addObject("asked", asked)
                .addObject("wrong", wrong)
                .addObject("read", found != null)
                .addObject("entries", entries)
                .addObject("page", page)
                .addObject("more", found != null && found.size() > PAGE_SIZE)
                .addObject("latest", latest)
                .addObject("names", names(entries, latest))
                .addObject("mostCharacters", AuditReadings.MOST_CHARACTERS);
    }

    private Map<StaffId, String> names(List<Entry> entries, List<Reading> latest) {
        Set<StaffId> people = new HashSet<>();
        latest.forEach(reading -> people.add(reading.who()));
        for (Entry entry : entries) {
            if (entry.who() != null) {
                people.add(entry.who());
            }
        }
        return staff.names(people);
    }

    private static Optional<UUID> uuid(String typed) {
        try {
            return typed.length() == 36 ? Optional.of(UUID.fromString(typed)) : Optional.empty();
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> day(String typed) {
        try {
            return typed.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(typed));
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }
}
