package dev.laurel.reporting;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.reporting.ReportRows.Scope;
import dev.laurel.reporting.ResearchRows.Taken;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where an operator takes a de-identified export for research, and sees who took one before. */
@Controller
@RequestMapping("/admin/research")
class ResearchPages {

    private static final int LONGEST_PURPOSE = 500;
    private static final int SHOWN = 50;

    private final ResearchExport export;
    private final ResearchRows rows;
    private final Reports reports;
    private final Staff staff;

    ResearchPages(ResearchExport export, ResearchRows rows, Reports reports, Staff staff) {
        this.export = export;
        this.rows = rows;
        this.reports = reports;
        this.staff = staff;
    }

    /** @param key of the message that explains it */
    record Explained(String file, String name, String values, String key) {}

    @GetMapping
    ModelAndView page(StaffMember operator) {
        return page(false);
    }

    private ModelAndView page(boolean noPurpose) {
        List<Taken> taken = rows.taken(0, SHOWN);
        Map<StaffId, String> names = staff.names(taken.stream().map(Taken::by).collect(Collectors.toSet()));
        return new ModelAndView("reporting/research")
                .addObject("section", "admin-reports")
                .addObject("years", reports.years())
                .addObject("fewest", reports.fewest(Scope.EVERYWHERE))
                .addObject("noPurpose", noPurpose)
                .addObject("taken", taken)
                .addObject("names", names)
                .addObject(
                        "columns",
                        Stream.concat(
                                        ResearchExport.SUBMISSIONS.stream()
                                                .map(column -> explained(ResearchExport.FILES.get(0), column)),
                                        ResearchExport.CRITERIA.stream()
                                                .map(column -> explained(ResearchExport.FILES.get(1), column)))
                                .toList());
    }

    private static Explained explained(String file, ResearchExport.Column<?> column) {
        return new Explained(file, column.name(), String.join(", ", column.values()), column.key());
    }

    /** Streams the export; without a purpose nothing leaves. */
    @PostMapping("/export")
    @Nullable
    ModelAndView export(
            StaffMember operator,
            @RequestParam String year,
            @RequestParam(defaultValue = "") String purpose,
            HttpServletResponse response,
            Locale locale)
            throws IOException {
        SchoolYear asked = SchoolYear.asked(year, reports.years());
        String why = purpose.strip();
        if (why.isEmpty() || why.length() > LONGEST_PURPOSE) {
            ModelAndView again = page(true);
            again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return again;
        }
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"research-" + asked.begins() + ".zip\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        export.write(operator.id(), asked, why, response.getOutputStream(), locale);
        return null;
    }
}
