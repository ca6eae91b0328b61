package dev.laurel.reporting;

import dev.laurel.agreement.Figure;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.StaffMember;
import dev.laurel.reporting.ReportRows.Scope;
import dev.laurel.reporting.Reports.Line;
import dev.laurel.reporting.Reports.Overview;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import dev.laurel.system.SpreadsheetCsv;
import dev.laurel.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * How a programme goes, in numbers that speak of nobody. Leads, authors, reviewers and recognition officers see the
 * districts they work for, an operator all.
 */
@Controller
@RequestMapping({"/reports", "/admin/reports"})
class ReportPages {

    private static final int PAGE_SIZE = 25;
    /** Stands in tables where there are too few people. */
    private static final String HIDDEN = "*";

    /** What a table shows, in the order of its columns. */
    private static final List<Step> COLUMNS =
            List.of(Step.OPENED, Step.STARTED, Step.SUBMITTED, Step.DECIDED, Step.FIRST_NOT_YET, Step.EARNED);

    private final Reports reports;
    private final Tallies tallies;
    private final MessageSource messages;

    ReportPages(Reports reports, Tallies tallies, MessageSource messages) {
        this.reports = reports;
        this.tallies = tallies;
        this.messages = messages;
    }

    /** A bar of a drawing, from 0 to 100 wide; {@code value} is absent where it is not shown. */
    record Bar(String key, int width, @Nullable Long value) {}

    private static boolean everywhere(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/admin");
    }

    private static Scope scope(StaffMember staff, HttpServletRequest request) {
        return everywhere(request)
                ? Scope.EVERYWHERE
                : new Scope(
                        false,
                        Stream.of(staff.leads(), staff.writes(), staff.reviews(), staff.recognises())
                                .flatMap(tenants -> tenants.stream())
                                .map(TenantId::value)
                                .collect(Collectors.toSet()));
    }

    /**
     * The time that a page is shown of.
     *
     * @param other whether the address names one that reports do not have, so that the page says which it shows
     */
    private record Shown(List<SchoolYear> years, SchoolYear year, int period, boolean other) {

        static Shown asked(String year, String period, List<SchoolYear> years) {
            try {
                return new Shown(years, SchoolYear.asked(year, years), SchoolYear.periodAsked(period), false);
            } catch (NoSuchPeriod e) {
                SchoolYear near = years.stream()
                        .filter(each -> String.valueOf(each.begins()).equals(year.strip()))
                        .findFirst()
                        .orElse(years.get(0));
                return new Shown(years, near, SchoolYear.WHOLE, true);
            }
        }
    }

    private ModelAndView page(String view, HttpServletRequest request, Shown shown) {
        return new ModelAndView("reporting/" + view)
                .addObject("section", everywhere(request) ? "admin-reports" : "reports")
                .addObject("base", everywhere(request) ? "/admin/reports" : "/reports")
                .addObject("years", shown.years())
                .addObject("year", shown.year())
                .addObject("period", shown.period())
                .addObject("otherPeriod", shown.other())
                .addObject(
                        "quarters", IntStream.range(0, SchoolYear.WHOLE).boxed().toList())
                .addObject("columns", COLUMNS)
                .addObject("countedAt", tallies.countedAt().orElse(null));
    }

    @GetMapping
    ModelAndView overview(
            StaffMember staff,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String year,
            @RequestParam(defaultValue = "") String period,
            @RequestParam(defaultValue = "0") String page) {
        Shown shown = Shown.asked(year, period, reports.years());
        int at = shown.period();
        Overview overview = reports.overview(scope(staff, request), shown.year(), at);
        return paged(page("overview", request, shown), overview.credentials(), page)
                .addObject("fewest", reports.fewest(scope(staff, request)))
                .addObject("report", overview)
                .addObject("funnel", bars(overview.together(), at, COLUMNS))
                .addObject("byQuarter", quarters(overview.together()));
    }

    /** The same part of the school year before beside the one that is asked for. */
    @GetMapping("/compare")
    ModelAndView compare(
            StaffMember staff,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String year,
            @RequestParam(defaultValue = "") String period,
            @RequestParam(defaultValue = "0") String page) {
        Shown shown = Shown.asked(year, period, reports.years());
        int at = shown.period();
        Scope scope = scope(staff, request);
        Comparison comparison =
                reports.comparison(scope, shown.year(), at, COLUMNS).orElse(null);
        return paged(page("compare", request, shown), comparison == null ? List.of() : comparison.credentials(), page)
                .addObject("fewest", reports.fewest(scope))
                .addObject("comparison", comparison)
                .addObject("running", !shown.year().last(at).isBefore(tallies.today()));
    }

    /** With one page of the micro-credentials. */
    private static ModelAndView paged(ModelAndView view, List<?> credentials, String page) {
        Paging paging = Paging.of(Paging.number(page), credentials.size(), PAGE_SIZE);
        return view.addObject(
                        "credentials",
                        credentials.stream()
                                .skip((long) paging.page() * PAGE_SIZE)
                                .limit(PAGE_SIZE)
                                .toList())
                .addObject("page", paging.page())
                .addObject("pages", paging.pages());
    }

    private static List<Bar> bars(Funnels.Line line, int period, List<Step> steps) {
        long most = steps.stream()
                .mapToLong(step -> line.at(period, step).small()
                        ? 0
                        : line.at(period, step).count())
                .max()
                .orElse(0);
        return steps.stream()
                .map(step -> bar(step.key(), line.at(period, step).value(), most))
                .toList();
    }

    private static List<Bar> quarters(Funnels.Line line) {
        List<Long> values = new ArrayList<>();
        for (int quarter = 0; quarter < SchoolYear.WHOLE; quarter++) {
            values.add(line.at(quarter, Step.EARNED).value());
        }
        long most = values.stream()
                .mapToLong(value -> value == null ? 0 : value)
                .max()
                .orElse(0);
        return IntStream.range(0, values.size())
                .mapToObj(quarter -> bar(String.valueOf(quarter), values.get(quarter), most))
                .toList();
    }

    private static Bar bar(String key, @Nullable Long value, long most) {
        return new Bar(key, value == null || most == 0 ? 0 : (int) Math.round(100.0 * value / most), value);
    }

    @GetMapping("/credentials/{item}")
    ModelAndView credential(
            StaffMember staff,
            HttpServletRequest request,
            @PathVariable String item,
            @RequestParam(defaultValue = "") String year,
            @RequestParam(defaultValue = "") String period) {
        Shown shown = Shown.asked(year, period, reports.years());
        int at = shown.period();
        Reports.OfCredential report = reports.of(scope(staff, request), new MicroCredentialId(item), shown.year(), at)
                .orElseThrow(() -> new NotFound("No micro-credential " + item));
        return page("credential", request, shown)
                .addObject("fewest", reports.fewest(scope(staff, request)))
                .addObject("report", report)
                .addObject(
                        "funnel",
                        bars(
                                report.line().numbers(),
                                at,
                                COLUMNS.stream()
                                        .filter(step -> step != Step.OPENED)
                                        .toList()));
    }

    /**
     * A table to take away: {@code by} is districts, programmes, credentials or credits.
     *
     * @param year in which the school year begins; empty for the last one
     * @param period a quarter from 0; empty, or {@value SchoolYear#WHOLE}, for all of it
     * @throws NoSuchPeriod for anything else: a file of another time would be taken for what was asked for
     */
    @GetMapping(path = "/{by}.csv", produces = "text/csv")
    void export(
            StaffMember staff,
            HttpServletRequest request,
            HttpServletResponse response,
            @PathVariable String by,
            @RequestParam(defaultValue = "") String year,
            @RequestParam(defaultValue = "") String period,
            Locale locale)
            throws IOException {
        SchoolYear shown = SchoolYear.asked(year, reports.years());
        int at = SchoolYear.periodAsked(period);
        Overview overview = reports.overview(scope(staff, request), shown, at);
        if (by.equals("credits")) {
            download(response, by, shown, at);
            credits(overview.creditsByDistrict(), response, locale);
            return;
        }
        List<Line> lines =
                switch (by) {
                    case "districts" -> overview.districts();
                    case "programmes" -> overview.programmes();
                    case "credentials" -> overview.credentials();
                    default -> throw new NotFound("No table by " + by);
                };
        download(response, by, shown, at);
        List<Step> columns = by.equals("districts")
                ? COLUMNS
                : COLUMNS.stream().filter(step -> step != Step.OPENED).toList();
        boolean agreement = by.equals("credentials");
        try (SpreadsheetCsv csv = new SpreadsheetCsv(response.getOutputStream())) {
            List<String> head = new ArrayList<>();
            head.add(message("reporting.by." + by, locale));
            columns.forEach(step -> head.add(message("reporting.step." + step.key(), locale)));
            if (agreement) {
                head.addAll(List.of(
                        message("reporting.agreement", locale),
                        message("reporting.agreement.low", locale),
                        message("reporting.agreement.high", locale),
                        message("reporting.agreement.pairs", locale)));
            }
            csv.row(head.toArray(String[]::new));
            for (Line line : lines) {
                List<@Nullable String> cells = new ArrayList<>();
                cells.add(line.name());
                columns.forEach(step -> cells.add(line.numbers().at(at, step).text(HIDDEN)));
                if (agreement) {
                    cells.addAll(figure(line.agreement()));
                }
                csv.row(cells.toArray(String[]::new));
            }
        }
    }

    private static void download(HttpServletResponse response, String by, SchoolYear year, int period) {
        response.setContentType(new MediaType("text", "csv", StandardCharsets.UTF_8).toString());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"" + by + "-" + year.from(period) + "-" + year.last(period) + ".csv\"");
    }

    /** What authorities credited in each district; units never stand in the cell of a number. */
    private void credits(List<Reports.Credit> credits, HttpServletResponse response, Locale locale) throws IOException {
        try (SpreadsheetCsv csv = new SpreadsheetCsv(response.getOutputStream())) {
            csv.row(
                    message("reporting.credits.district", locale),
                    message("reporting.credits.authority", locale),
                    message("reporting.credits.for", locale),
                    message("reporting.credits.claims", locale),
                    message("reporting.credits.amount", locale),
                    message("reporting.credits.unit", locale));
            for (Reports.Credit credit : credits) {
                csv.row(
                        credit.district(),
                        credit.authority(),
                        message("recognition.for." + credit.kind(), locale),
                        credit.claims().text(HIDDEN),
                        credit.amount() == null
                                ? credit.claims().small() ? HIDDEN : null
                                : credit.amount().toPlainString(),
                        credit.unit());
            }
        }
    }

    private static List<@Nullable String> figure(@Nullable Figure figure) {
        List<@Nullable String> cells = new ArrayList<>();
        Figure.Interval interval = figure == null ? null : figure.interval();
        Double value = figure == null ? null : figure.value();
        cells.add(value == null ? null : String.format(Locale.ROOT, "%.4f", value));
        cells.add(interval == null ? null : String.format(Locale.ROOT, "%.4f", interval.low()));
        cells.add(interval == null ? null : String.format(Locale.ROOT, "%.4f", interval.high()));
        cells.add(figure == null ? null : String.valueOf(figure.n()));
        return cells;
    }

    private String message(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
