package dev.laurel.reporting;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.reporting.Coarsening.Detail;
import dev.laurel.reporting.ReportRows.Scope;
import dev.laurel.reporting.ResearchRows.Judged;
import dev.laurel.reporting.ResearchRows.Work;
import dev.laurel.system.SpreadsheetCsv;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;

/**
 * A school year's submissions for research: no names, no texts, no ids of ours, no days. The files and their code book are
 * written from the same columns. A page of rows is in memory at a time, however many there are.
 */
@Service
class ResearchExport {

    private static final int PAGE = 1_000;
    private static final String OTHER = "other";
    private static final List<String> YES_NO = List.of("yes", "no");

    private final ResearchRows rows;
    private final Catalogue catalogue;
    private final ReportingSettings settings;
    private final Fewest fewest;
    private final MessageSource messages;

    ResearchExport(
            ResearchRows rows, Catalogue catalogue, ReportingSettings settings, Fewest fewest, MessageSource messages) {
        this.rows = rows;
        this.catalogue = catalogue;
        this.settings = settings;
        this.fewest = fewest;
        this.messages = messages;
    }

    /**
     * A column, as it is written and as the code book explains it.
     *
     * @param values all that may stand there; empty where they are not a few known words
     */
    record Column<T>(String name, List<String> values, Function<T, @Nullable String> cell) {

        /** Where the message that explains it stands. */
        String key() {
            return "reporting.research.column." + name.replace('_', '-');
        }
    }

    /** One line of a file, with what it needs to know beside the row. */
    record Line<T>(T row, Work work, Export export) {}

    static final List<String> FILES = List.of("submissions.csv", "criteria.csv");

    static final List<Column<Line<Work>>> SUBMISSIONS = List.of(
            new Column<>("record", List.of(), line -> line.export()
                    .names
                    .of("record", line.work().id())),
            new Column<>("teacher", List.of(), line -> line.export()
                    .names
                    .of("teacher", line.work().earner())),
            new Column<>("district", List.of(), line -> line.export().district(line.work())),
            new Column<>("micro_credential", List.of(), line -> line.export().credential(line.work())),
            new Column<>("version", List.of(), line -> line.export().version(line.work())),
            new Column<>("started_quarter", List.of("1", "2", "3", "4", OTHER), line -> line.export()
                    .startedQuarter(line.work())),
            new Column<>(
                    "state",
                    List.of("draft", "submitted", "in_scoring", "not_yet", "under_appeal", "earned", "closed"),
                    line -> line.work().state().toLowerCase(Locale.ROOT)),
            new Column<>(
                    "attempts",
                    List.of("1", "2", "3+"),
                    line -> line.work().attempt() < 3
                            ? String.valueOf(line.work().attempt())
                            : "3+"),
            new Column<>(
                    "days_to_submit",
                    Reports.DAYS,
                    line -> days(line.work().startedAt(), line.work().submittedAt())),
            new Column<>(
                    "days_to_decision",
                    Reports.DAYS,
                    line -> line.work().submittedAt() == null
                            ? null
                            : days(line.work().submittedAt(), line.work().decidedAt())),
            new Column<>("earned", YES_NO, line -> yes(line.work().earned())));

    static final List<Column<Line<Judged>>> CRITERIA = List.of(
            new Column<>("record", List.of(), line -> line.export()
                    .names
                    .of("record", line.work().id())),
            new Column<>(
                    "attempt",
                    List.of("1", "2", "3+"),
                    line -> line.row().attempt() < 3 ? String.valueOf(line.row().attempt()) : "3+"),
            new Column<>("criterion", List.of(), line -> line.row().criterion()),
            new Column<>("level", List.of(), line -> line.row().level()),
            new Column<>("met", YES_NO, line -> yes(line.row().met())),
            new Column<>("raters", List.of(), line -> String.valueOf(line.row().raters())),
            new Column<>("adjudicated", YES_NO, line -> yes(line.row().adjudicated())));

    private static String yes(boolean so) {
        return so ? "yes" : "no";
    }

    /** The class that a span of time falls into, as in reports. */
    private static @Nullable String days(Instant from, @Nullable Instant to) {
        if (to == null) {
            return null;
        }
        long days = ResearchRows.days(from, to);
        return Reports.DAYS.stream()
                .filter(most -> !most.equals("more") && days < Long.parseLong(most))
                .findFirst()
                .orElse("more");
    }

    /** One export under way. */
    final class Export {

        private final Pseudonyms names = new Pseudonyms();
        private final SchoolYear year;
        private final Coarsening coarsening;
        private final Map<UUID, Optional<MicroCredential>> versions = new HashMap<>();

        Export(SchoolYear year) {
            this.year = year;
            this.coarsening = new Coarsening(rows.cells(year), fewest.in(Scope.EVERYWHERE));
        }

        int quarter(Work work) {
            return year.quarterOf(LocalDate.ofInstant(work.startedAt(), settings.zone()));
        }

        String startedQuarter(Work work) {
            return detail(work) == Detail.NO_QUARTER ? OTHER : String.valueOf(quarter(work) + 1);
        }

        private Detail detail(Work work) {
            return coarsening.of(work.tenant(), work.version(), quarter(work));
        }

        String district(Work work) {
            return detail(work) == Detail.ALL ? names.of("district", work.tenant()) : OTHER;
        }

        String credential(Work work) {
            return !detail(work).saysCredential()
                    ? OTHER
                    : found(work).map(found -> found.id().value()).orElse(OTHER);
        }

        String version(Work work) {
            return !detail(work).saysCredential()
                    ? OTHER
                    : found(work).map(MicroCredential::version).orElse(OTHER);
        }

        private Optional<MicroCredential> found(Work work) {
            return versions.computeIfAbsent(work.version(), id -> catalogue.version(new VersionId(id)));
        }
    }

    /** Takes a year's submissions and writes them as a ZIP; on record with who takes it and what for. */
    void write(StaffId staff, SchoolYear year, String purpose, OutputStream out, Locale locale) throws IOException {
        UUID id = rows.begin(staff, year, purpose);
        Export export = new Export(year);
        long lines = 0;
        ZipOutputStream zip = new ZipOutputStream(out);
        try (SpreadsheetCsv csv = entry(zip, "codebook.csv")) {
            codeBook(csv, locale);
        }
        try (SpreadsheetCsv csv = entry(zip, FILES.get(0))) {
            head(csv, SUBMISSIONS);
            for (List<Work> page = page(year, null); !page.isEmpty(); page = page(year, last(page))) {
                for (Work work : shuffled(page)) {
                    line(csv, SUBMISSIONS, new Line<>(work, work, export));
                    lines++;
                }
            }
        }
        try (SpreadsheetCsv csv = entry(zip, FILES.get(1))) {
            head(csv, CRITERIA);
            for (List<Work> page = page(year, null); !page.isEmpty(); page = page(year, last(page))) {
                Map<UUID, Work> byId = new HashMap<>();
                // A criterion's name says which micro-credential it is of.
                page.stream()
                        .filter(work -> export.detail(work).saysCredential())
                        .forEach(work -> byId.put(work.id(), work));
                Map<UUID, List<Judged>> judged = new HashMap<>();
                rows.judged(byId.keySet())
                        .forEach(one -> judged.computeIfAbsent(one.submission(), key -> new ArrayList<>())
                                .add(one));
                for (Work work : shuffled(List.copyOf(byId.values()))) {
                    for (Judged one : judged.getOrDefault(work.id(), List.of())) {
                        line(csv, CRITERIA, new Line<>(one, work, export));
                        lines++;
                    }
                }
            }
        }
        zip.finish();
        rows.end(id, lines);
    }

    private List<Work> page(SchoolYear year, @Nullable Work after) {
        return rows.page(year, after, PAGE);
    }

    private static Work last(List<Work> page) {
        return page.get(page.size() - 1);
    }

    /** Our ids grow with time: their order would tell what the dates do not. */
    private static List<Work> shuffled(List<Work> page) {
        List<Work> shuffled = new ArrayList<>(page);
        Collections.shuffle(shuffled, new Random());
        return shuffled;
    }

    private static SpreadsheetCsv entry(ZipOutputStream zip, String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        return new SpreadsheetCsv(new FilterOutputStream(zip) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
                zip.closeEntry();
            }
        });
    }

    private static <T> void head(SpreadsheetCsv csv, List<Column<Line<T>>> columns) {
        csv.row(columns.stream().map(Column::name).toArray(String[]::new));
    }

    private static <T> void line(SpreadsheetCsv csv, List<Column<Line<T>>> columns, Line<T> line) {
        csv.row(columns.stream().map(column -> column.cell().apply(line)).toArray(String[]::new));
    }

    private void codeBook(SpreadsheetCsv csv, Locale locale) {
        csv.row(
                message("reporting.research.codebook.file", locale),
                message("reporting.research.codebook.column", locale),
                message("reporting.research.codebook.values", locale),
                message("reporting.research.codebook.meaning", locale));
        SUBMISSIONS.forEach(column -> explain(csv, FILES.get(0), column, locale));
        CRITERIA.forEach(column -> explain(csv, FILES.get(1), column, locale));
    }

    private void explain(SpreadsheetCsv csv, String file, Column<?> column, Locale locale) {
        csv.row(
                file,
                column.name(),
                String.join(" | ", column.values()),
                messages.getMessage(column.key(), new Object[] {fewest.in(Scope.EVERYWHERE)}, locale));
    }

    private String message(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
