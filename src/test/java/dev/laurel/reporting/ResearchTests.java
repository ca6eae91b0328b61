package dev.laurel.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.reporting.Happenings.Way;
import dev.laurel.reporting.ResearchRows.Cell;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Data for research: enough to learn from, and nobody in it. */
@LaurelTest
class ResearchTests {

    /** A school year that no other test speaks of. */
    private static final Instant THEN = Instant.parse("2023-11-14T16:00:00Z");

    private static final SchoolYear YEAR = new SchoolYear(2023);

    @Autowired
    ApplicationContext context;

    @Autowired
    ResearchExport export;

    @Autowired
    ResearchRows rows;

    @Autowired
    Staff staff;

    @Autowired
    LaurelSettings settings;

    private Happenings given;
    private TenantId district;
    private MicroCredential hinge;
    private MicroCredential mapping;

    @BeforeEach
    void aDistrict() {
        given = new Happenings(context);
        district = given.district();
        hinge = given.credential("assess-hinge-questions");
        mapping = given.credential("lit-hfw-mapping");
        given.people(12, district, mapping, Way.EARNED, THEN);
    }

    private StaffId somebody() {
        return staff.create("researcher." + UUID.randomUUID(), "Greta Holm", "correct horse battery");
    }

    /** The files of an export by name, each as its lines of cells; no cell of these files holds a comma or a quote. */
    private Map<String, List<List<String>>> taken() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export.write(somebody(), YEAR, "A study of how teachers learn", out, Locale.ENGLISH);
        Map<String, List<List<String>>> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String text = new String(zip.readAllBytes(), StandardCharsets.UTF_8).replace("\uFEFF", "");
                files.put(
                        entry.getName(),
                        text.lines().map(line -> List.of(line.split(",", -1))).toList());
            }
        }
        return files;
    }

    private static List<String> column(List<List<String>> file, String name) {
        int at = file.get(0).indexOf(name);
        return file.stream().skip(1).map(line -> line.get(at)).toList();
    }

    @Test
    void theCodeBookExplainsEveryColumnAndEveryWordInIt() throws IOException {
        given.people(12, district, hinge, Way.EARNED, THEN);
        given.count(THEN);

        Map<String, List<List<String>>> files = taken();

        List<List<String>> book = files.get("codebook.csv");
        for (String file : ResearchExport.FILES) {
            assertThat(files.get(file).get(0))
                    .containsExactlyElementsOf(book.stream()
                            .filter(line -> line.get(0).equals(file))
                            .map(line -> line.get(1))
                            .toList());
        }
        for (var column : ResearchExport.SUBMISSIONS) {
            if (!column.values().isEmpty()) {
                Set<String> allowed = new HashSet<>(column.values());
                allowed.add("");
                assertThat(allowed).containsAll(column(files.get("submissions.csv"), column.name()));
            }
        }
    }

    @Test
    void everyPieceOfWorkIsOnOnePageThoseThatBeganInOneInstantToo() {
        Set<UUID> inOneInstant = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            inOneInstant.add(given.person(UUID.randomUUID(), district, hinge, Way.EARNED, THEN, Duration.ofMinutes(1)));
        }

        List<UUID> met = new ArrayList<>();
        ResearchRows.Work last = null;
        for (List<ResearchRows.Work> page = rows.page(YEAR, null, 2);
                !page.isEmpty();
                page = rows.page(YEAR, last, 2)) {
            last = page.get(page.size() - 1);
            page.forEach(work -> met.add(work.id()));
        }

        assertThat(met).doesNotHaveDuplicates().containsAll(inOneInstant);
    }

    @Test
    void namesAndIdsAndDatesAreNowhere() throws IOException {
        UUID earner = UUID.randomUUID();
        UUID work = given.person(earner, district, hinge, Way.EARNED, THEN, Duration.ofMinutes(1));
        given.decided(work, district, hinge, Map.of(), THEN);
        given.people(12, district, hinge, Way.EARNED, THEN);
        given.count(THEN);

        String all = taken().values().stream()
                .flatMap(List::stream)
                .flatMap(List::stream)
                .collect(Collectors.joining(" "));

        assertThat(all)
                .doesNotContain(
                        earner.toString(),
                        work.toString(),
                        district.value().toString(),
                        hinge.versionId().value().toString(),
                        "2023-");
    }

    @Test
    void aTeacherIsTheSameWithinOneExportAndNobodyInTheNext() throws IOException {
        UUID earner = UUID.randomUUID();
        given.person(earner, district, hinge, Way.EARNED, THEN, Duration.ofMinutes(1));
        given.person(earner, district, mapping, Way.EARNED, THEN, Duration.ofMinutes(1));
        given.people(12, district, hinge, Way.EARNED, THEN);
        given.count(THEN);

        List<List<String>> first = taken().get("submissions.csv");
        List<List<String>> second = taken().get("submissions.csv");

        assertThat(first).hasSameSizeAs(second);
        for (String column : List.of("record", "teacher", "district")) {
            Set<String> names = new HashSet<>(column(first, column));
            names.remove("other");
            assertThat(names).isNotEmpty().doesNotContainAnyElementsOf(column(second, column));
        }
        Map<String, Long> often =
                column(first, "teacher").stream().collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        assertThat(often.values()).contains(2L);
        assertThat(new HashSet<>(column(first, "record"))).hasSize(first.size() - 1);
    }

    @Test
    void aSmallDistrictIsNotTold() throws IOException {
        TenantId small = given.district();
        given.people(30, district, hinge, Way.EARNED, THEN);
        given.people(4, small, hinge, Way.STARTED, THEN);
        given.count(THEN);

        List<List<String>> lines = taken().get("submissions.csv");

        Map<String, Long> byDistrict = Stream.iterate(1, i -> i < lines.size(), i -> i + 1)
                .map(lines::get)
                .filter(line -> line.get(lines.get(0).indexOf("micro_credential"))
                        .equals(hinge.id().value()))
                .collect(Collectors.groupingBy(
                        line -> line.get(lines.get(0).indexOf("district")), Collectors.counting()));
        assertThat(byDistrict.values()).allMatch(people -> people >= 10);
        assertThat(byDistrict).containsKey("other");
    }

    @Test
    void whatIsLeftOutIsAlwaysEnoughToHideAmong() {
        List<Cell> cells = new ArrayList<>();
        UUID version = UUID.randomUUID();
        UUID rare = UUID.randomUUID();
        UUID smallest = UUID.randomUUID();
        UUID middle = UUID.randomUUID();
        UUID large = UUID.randomUUID();
        cells.add(new Cell(smallest, version, 0, 3));
        cells.add(new Cell(middle, version, 0, 15));
        cells.add(new Cell(large, version, 0, 80));
        cells.add(new Cell(large, rare, 0, 4));

        Coarsening coarsening = new Coarsening(cells, 10);

        assertThat(coarsening.of(smallest, version, 0)).isNotEqualTo(Coarsening.Detail.ALL);
        assertThat(coarsening.of(middle, version, 0))
                .as("else the smallest is what is left")
                .isNotEqualTo(Coarsening.Detail.ALL);
        assertThat(coarsening.of(large, rare, 0)).isEqualTo(Coarsening.Detail.NO_CREDENTIAL);
        assertThat(coarsening.of(large, version, 0))
                .as("else the rare one is what is left")
                .isEqualTo(Coarsening.Detail.NO_CREDENTIAL);
    }

    @Test
    void peopleWhoTookSeveralAreNotTakenForMorePeople() {
        UUID district = UUID.randomUUID();
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        UUID third = UUID.randomUUID();
        List<Cell> cells = new ArrayList<>();
        // The same six people may have taken both.
        cells.add(new Cell(district, one, 0, 6));
        cells.add(new Cell(district, other, 0, 6));
        cells.add(new Cell(district, third, 0, 30));

        Coarsening coarsening = new Coarsening(cells, 10);

        assertThat(List.of(one, other, third))
                .as("six people are not enough to hide among: the third says no more either")
                .allSatisfy(version ->
                        assertThat(coarsening.of(district, version, 0)).isEqualTo(Coarsening.Detail.NO_CREDENTIAL));
    }

    @Test
    void aQuarterOfAFewIsNotTold() {
        UUID district = UUID.randomUUID();
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(district, one, 0, 4));
        cells.add(new Cell(district, other, 0, 3));
        cells.add(new Cell(district, one, 1, 60));
        cells.add(new Cell(district, other, 1, 20));
        cells.add(new Cell(district, one, 2, 50));

        Coarsening coarsening = new Coarsening(cells, 10);

        assertThat(coarsening.of(district, one, 0)).isEqualTo(Coarsening.Detail.NO_QUARTER);
        assertThat(coarsening.of(district, other, 0)).isEqualTo(Coarsening.Detail.NO_QUARTER);
        assertThat(coarsening.of(district, other, 1))
                .as("twenty others to hide among")
                .isEqualTo(Coarsening.Detail.NO_QUARTER);
        assertThat(coarsening.of(district, one, 1)).isEqualTo(Coarsening.Detail.ALL);
        assertThat(coarsening.of(district, one, 2)).isEqualTo(Coarsening.Detail.ALL);
    }

    @Test
    void onlyAnOperatorTakesItAndSaysWhatFor() {
        HttpBrowser operator = given.signedIn("admin", TestSurroundings.OPERATOR_PASSWORD);
        HttpBrowser.Page page = operator.get(settings.at("/admin/research"));
        assertThat(page.text()).contains("started_quarter", "Data for research");

        HttpBrowser.Page refused = page.submit(
                "form[action$=export]",
                Map.of("year", page.select("option").get(0).val(), "purpose", "  "));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.select("[role=alert]").text()).contains("Nothing has been taken");

        HttpBrowser.Page unknown =
                page.submit("form[action$=export]", Map.of("year", "1999", "purpose", "A study of nobody's year"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(rows.taken(0, 50)).noneMatch(one -> one.purpose().equals("A study of nobody's year"));

        String why = "Study " + UUID.randomUUID();
        HttpBrowser.Page taken = page.submit(
                "form[action$=export]",
                Map.of("year", page.select("option").get(0).val(), "purpose", why));
        assertThat(taken.status()).isEqualTo(200);
        assertThat(operator.get(settings.at("/admin/research")).text()).contains(why);
        assertThat(rows.taken(0, 50))
                .filteredOn(one -> one.purpose().equals(why))
                .singleElement()
                .satisfies(one -> assertThat(one.lines()).isNotNull());

        assertThat(given.signedIn(StaffRole.LEAD_ASSESSOR, district)
                        .get(settings.at("/admin/research"))
                        .status())
                .isEqualTo(403);
    }
}
