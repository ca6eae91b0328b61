package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

@LaurelTest
class EditorPagesTests {

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    private TenantId district;
    private final String item = "e" + UUID.randomUUID();

    @BeforeEach
    void aDistrict() {
        district = tenants.found("District " + UUID.randomUUID());
    }

    private Page signIn(String name, String language, Map<TenantId, StaffRole> roles) {
        Colleague somebody = Colleague.of(staff, name, district);
        roles.forEach((tenant, role) -> staff.grant(somebody.id(), role, tenant));
        return somebody.signsIn(settings, new HttpBrowser().header("Accept-Language", language));
    }

    private Page author() {
        return signIn("Ana Autora", "en", Map.of(district, StaffRole.AUTHOR));
    }

    private static String sample() throws IOException {
        return new ClassPathResource("demo/catalogue/literacy-high-frequency-words.yaml")
                .getContentAsString(StandardCharsets.UTF_8);
    }

    private static Page bringIn(Page desk, String yaml) {
        return desk.open("/author")
                .form("form[action$=/author/versions]")
                .file("file", "mine.yaml", "application/yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .submit();
    }

    private Page draft(Page author) throws IOException {
        return bringIn(author, sample().replace("id: lit-hfw-mapping", "id: " + item));
    }

    private static Page page(Page version, String section) {
        return version.open(version.uri().getPath().replaceFirst("/edit/.*", "") + "/edit/" + section);
    }

    private static Page save(Page editor, String field, String words) {
        return editor.form("#editor").set(field, words).submit();
    }

    private static String field(Page editor, String name) {
        return editor.form("#editor").values(name).get(0);
    }

    @Test
    void isForWritersOfThatDistrictAndForDraftsOnly() throws IOException {
        Page author = draft(author());
        String path = author.uri().getPath();
        TenantId other = tenants.found("District " + UUID.randomUUID());
        assertThat(signIn("Olga", "en", Map.of(other, StaffRole.AUTHOR))
                        .open(path + "/edit/basics")
                        .status())
                .isEqualTo(404);
        assertThat(signIn("Rhea", "en", Map.of(district, StaffRole.CONTENT_REVIEWER))
                        .open(path + "/edit/basics")
                        .status())
                .isEqualTo(403);
        Page open = page(author, "basics");
        assertThat(author.open(path + "/edit/nothing").status()).isEqualTo(404);
        author.form("form[action$=/HAND_IN]").submit();
        Page late = save(open, "title", "Too late");
        assertThat(late.status()).isEqualTo(409);
        assertThat(author.open(path).select("h1").text()).isNotEqualTo("Too late");
        assertThat(author.open(path + "/edit/basics").status()).isEqualTo(409);
    }

    @Test
    void leadsFromPageToPageAndAtTheEndToWhatIsLeftToDoAndSavesOnTheWay() throws IOException {
        Page editor = page(draft(author()), "basics");
        assertThat(editor.select("#go-on button").eachText())
                .containsExactly("Save and go on: Competency and method", "Save");
        Page next = editor.form("#editor")
                .set("title", "Saved on the way")
                .set("go", "method")
                .submit();
        assertThat(next.uri().getPath()).endsWith("/edit/method");
        assertThat(next.select("#go-on button").eachText()).contains("Back: Basics");
        assertThat(field(page(editor, "basics"), "title")).isEqualTo("Saved on the way");

        Page last = page(editor, "local");
        assertThat(last.select("#go-on button[value=whole]").text()).isEqualTo("Save and see what is left to do");
        Page whole = last.form("#editor").set("go", "whole").submit();
        assertThat(whole.uri().getPath()).doesNotContain("/edit");
        assertThat(whole.select("#moves, form[action$=/HAND_IN]")).hasSize(2);
    }

    @Test
    void changesNothingForAFormWhoseEndDidNotArrive() throws IOException {
        Page editor = page(draft(author()), "method");
        Page refused = editor.form("#editor")
                .remove("whole")
                .set("competency", "Half of it")
                .submit();
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Part of your page did not arrive");
        assertThat(field(page(editor, "method"), "competency")).isNotEqualTo("Half of it");
    }

    static List<String> samples() {
        return List.of(
                "literacy-high-frequency-words.yaml", "formative-hinge-questions.yaml", "cs-endorsement-stack.yaml");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyPageSavedUnchangedExportsTheSameFile(String sample) throws IOException {
        String text = new ClassPathResource("demo/catalogue/" + sample).getContentAsString(StandardCharsets.UTF_8);
        Page author = author();
        int seen = 0;
        for (String document : text.split("(?m)^---\\s*$", -1)) {
            if (!document.contains("kind: micro-credential")) {
                continue;
            }
            Page version = bringIn(author, document.replaceFirst("(?m)^id: ", "id: " + item + "-"));
            String path = version.uri().getPath();
            assertThat(path).as(version.text()).startsWith("/author/versions/");
            byte[] before = version.open(path + "/yaml").bytes();
            for (EditorSection section : EditorSection.values()) {
                Page editor = version.open(path + "/edit/" + section.key());
                assertThat(editor.select(".mend li")).as(section.key()).isEmpty();
                assertThat(editor.text()).doesNotContain("??");
                assertThat(editor.form("#editor").submit().status()).isEqualTo(200);
            }
            assertThat(version.open(path + "/yaml").bytes()).isEqualTo(before);
            assertThat(version.open(path).text()).doesNotContain("Written in the editor");
            seen++;
        }
        assertThat(seen).isPositive();
    }

    @Test
    void tellsWhatIsMissingBesideTheFieldInTheReadersLanguage() throws IOException {
        Page editor = page(draft(author()), "audience");
        Page saved = save(editor, "hours.credited", "many");
        assertThat(saved.status()).isEqualTo(200);
        assertThat(field(saved, "hours.credited")).as("what was typed stays").isEqualTo("many");
        assertThat(saved.select("#f-hours-credited-mend").text()).isEqualTo("Write a whole number from 0 to 10000.");
        assertThat(saved.select("#pages a[aria-current] .count").text()).isEqualTo("1");
        Page spanish = signIn("Eva", "es", Map.of(district, StaffRole.AUTHOR))
                .open(saved.uri().getPath());
        assertThat(spanish.select("#f-hours-credited-mend").text()).isEqualTo("Escriba un número entero de 0 a 10000.");
        Page version = saved.open(saved.uri().getPath().replace("/edit/audience", ""));
        assertThat(version.select(".notice li a").attr("href")).endsWith("/edit/audience#f-hours-credited");
        assertThat(version.select(".notice li a").text())
                .as("where it is, in the words of the editor")
                .isEqualTo("Audience and hours: Hours that an authority may count");
        assertThat(version.select("a[href$=/as-earner]"))
                .as("no preview of what cannot be read")
                .isEmpty();
    }

    @Test
    void showsBothWhenTwoEditAtOnceAndLosesNeither() throws IOException {
        Page ana = page(draft(author()), "method");
        Page ben = signIn("Ben", "en", Map.of(district, StaffRole.AUTHOR))
                .open(ana.uri().getPath());
        String before = field(ana, "key_method.name");
        assertThat(save(ben, "competency", "Ben's competency").status()).isEqualTo(200);
        Page met = save(ana, "key_method.name", "Ana's method");
        assertThat(met.status()).isEqualTo(409);
        assertThat(met.select("#conflict").text()).contains("Ben's competency", before);
        assertThat(field(met, "key_method.name")).isEqualTo("Ana's method");
        assertThat(field(page(ana, "method"), "key_method.name"))
                .as("nothing is written over")
                .isEqualTo(before);

        Page hers = met.form("#editor").submit();
        assertThat(hers.status()).isEqualTo(200);
        assertThat(field(hers, "key_method.name")).isEqualTo("Ana's method");
        assertThat(field(hers, "competency")).isNotEqualTo("Ben's competency");
        Page his = hers.form("#editor").submitWith("details button[value^=back]");
        assertThat(field(his, "competency")).isEqualTo("Ben's competency");
        assertThat(his.select("details button[value^=back]"))
                .as("hers is kept in turn")
                .hasSize(1);
    }

    @Test
    void doesNotDisturbTwoWhoWriteOnDifferentPagesOrTheSameWords() throws IOException {
        Page ana = page(draft(author()), "method");
        Page ben = signIn("Ben", "en", Map.of(district, StaffRole.AUTHOR))
                .open(ana.uri().getPath());
        Page basics = page(ben, "basics");
        assertThat(save(ana, "competency", "One and the same").status()).isEqualTo(200);
        assertThat(save(basics, "title", "Other page").status()).isEqualTo(200);
        assertThat(save(ben, "competency", "One and the same").status()).isEqualTo(200);
        assertThat(field(page(ana, "basics"), "title")).isEqualTo("Other page");
    }

    @Test
    void takesOutARowAndPutsItBackWithoutAScript() throws IOException {
        Page work = page(draft(author()), "work");
        byte[] before =
                work.open(work.uri().getPath().replace("/edit/work", "/yaml")).bytes();
        String title = field(work, "submission.parts[1].artefacts[0].title");
        Page without = work.form("#editor").submitWith("button[value='remove submission.parts[1].artefacts[0]']");
        assertThat(without.select("#editor > .notice").text()).contains(title);
        assertThat(field(without, "submission.parts[1].artefacts[0].title")).isNotEqualTo(title);
        assertThat(page(without, "rubric").text()).contains("is not in this micro-credential any more");
        Page back = without.form("#editor").submitWith(".notice button[value^=back]");
        assertThat(field(back, "submission.parts[1].artefacts[0].title")).isEqualTo(title);
        assertThat(work.open(work.uri().getPath().replace("/edit/work", "/yaml"))
                        .bytes())
                .isEqualTo(before);
    }

    @Test
    void savesTheWordsOfThePageBeforeItAddsOrMovesARow() throws IOException {
        Page standards = page(draft(author()), "standards");
        int rows = standards.select("#f-alignments > .line").size();
        Page added =
                standards.form("#editor").set("alignments[0].code", "9.9").submitWith("button[value='add alignments']");
        assertThat(field(added, "alignments[0].code")).isEqualTo("9.9");
        assertThat(added.select("#f-alignments > .line")).hasSize(rows + 1);
        Page filled = added.form("#editor")
                .set("alignments[" + rows + "].framework", "State standards, 2024")
                .set("alignments[" + rows + "].code", "1.2.c")
                .submitWith("button[value='up alignments[" + rows + "]']");
        assertThat(field(filled, "alignments[" + (rows - 1) + "].code")).isEqualTo("1.2.c");
        assertThat(filled.select(".mend li")).isEmpty();
    }

    @Test
    void writesARubricAsATable() throws IOException {
        Page rubric = page(draft(author()), "rubric");
        String path = rubric.uri().getPath().replace("/edit/rubric", "");
        Page more = rubric.form("#editor").submitWith("button[value='add scale.levels']");
        int levels = more.select("#f-scale-levels > .line").size();
        assertThat(more.select("table.criteria thead th")).hasSize(levels + 1);
        assertThat(more.select("table.criteria .mend li"))
                .as("every criterion lacks words for it")
                .isNotEmpty();
        Page without = more.form("#editor").submitWith("button[value='remove scale.levels[" + (levels - 1) + "]']");
        assertThat(without.select(".mend li")).isEmpty();
        Page criterion = without.form("#editor").submitWith("button[value='add submission.parts[1].criteria']");
        int last = criterion.select("table.criteria tbody tr").size() - 1;
        String name = "submission.parts[1].criteria[" + last + "]";
        HttpBrowser.Form form =
                criterion.form("#editor").set(name + ".title", "A new one").set(name + ".required", "true");
        form.set(name + ".evidence", List.of("", "A1"));
        for (String cell :
                criterion.select("tbody tr").get(last).select("td textarea").eachAttr("name")) {
            form.set(cell, "Words for " + cell.substring(cell.lastIndexOf('.') + 1));
        }
        Page saved = form.submit();
        assertThat(saved.select(".mend li")).isEmpty();
        assertThat(saved.open(path + "/as-earner").text()).contains("A new one", "Words for progressing");
    }

    @Test
    void beginsFromNothingWithWhatLaurelWouldChooseAndSaysWhatIsToBeWritten() {
        Page desk = author();
        assertThat(desk.form("form[action$=/author/drafts]").submit().select("#new-title-error"))
                .as("without a title")
                .hasSize(1);
        Page editor = desk.form("form[action$=/author/drafts]")
                .set("title", "Ratios with bars")
                .set("language", "es")
                .submit();
        assertThat(editor.uri().getPath()).endsWith("/edit/basics");
        assertThat(field(editor, "issuer.name")).startsWith("District ");
        Page rubric = page(editor, "rubric");
        assertThat(field(rubric, "scale.levels[2].label")).isEqualTo("Demostrado");
        assertThat(field(rubric, "scale.cut")).isEqualTo("demonstrated");
        Page version = editor.open(editor.uri().getPath().replace("/edit/basics", ""));
        assertThat(version.text()).contains("Nothing is written here yet").doesNotContain("??");
        List<String> told = version.select(".notice.you li a").eachAttr("href").stream()
                .map(href -> href.replaceAll(".*/edit/([a-z]+).*", "$1"))
                .distinct()
                .toList();
        assertThat(told)
                .as("page by page, in the order of the editor's tabs")
                .containsExactly("basics", "method", "research", "work", "rubric", "audience", "badge");
        for (EditorSection section : EditorSection.values()) {
            assertThat(page(editor, section.key()).status()).as(section.key()).isEqualTo(200);
            assertThat(page(editor, section.key()).select("#elsewhere li"))
                    .as(section.key())
                    .isEmpty();
        }
        Page emptied = page(editor, "research")
                .form("#editor")
                .submitWith("button[value='add supporting_research.references']")
                .form("#editor")
                .submitWith("button[value='remove supporting_research.references[0]']");
        assertThat(emptied.select("#editor > .notice").text())
                .as("a row without words has no name to be told by")
                .contains("An empty row is taken out.")
                .doesNotContain("Taken out:");
        Page again = desk.form("form[action$=/author/drafts]")
                .set("title", "Ratios with bars")
                .submit();
        assertThat(again.status()).as("another of the same title").isEqualTo(200);
        assertThat(again.uri()).isNotEqualTo(editor.uri());
    }

    @Test
    void copiesWhatIsInTheCatalogueUnderOnesOwnNameAndNumbersTheNextVersion() throws IOException {
        Page author = draft(author());
        String path = author.uri().getPath();
        assertThat(author.select("form[action$=/next]"))
                .as("a draft has no next version")
                .isEmpty();
        author.form("form[action$=/HAND_IN]").submit();
        Page reviewer = signIn("Rhea", "en", Map.of(district, StaffRole.CONTENT_REVIEWER))
                .open(path);
        reviewer.form("form[action$=/PUBLISH]").submit();

        Page next = author.open(path)
                .form("form[action$=/next]")
                .set("step", "OTHER")
                .submit();
        assertThat(next.uri().getPath()).endsWith("/edit/basics");
        assertThat(next.text()).contains("Version 2.0.0 of " + item);
        Page after = author.open(path)
                .form("form[action$=/next]")
                .set("step", "WORDS")
                .submit();
        assertThat(after.text()).contains("Version 2.0.1 of " + item);

        TenantId other = tenants.found("Other district " + UUID.randomUUID());
        Page stranger = signIn("Olga", "en", Map.of(other, StaffRole.AUTHOR));
        assertThat(stranger.open("/author/copy?words=nothinghasthis").text()).contains("Nothing in the catalog");
        Page found = stranger.open("/author/copy?words=" + item);
        Page copy = found.form("form[action$=/author/drafts]").submitWith("button[name=from]");
        assertThat(copy.uri().getPath()).endsWith("/edit/basics");
        assertThat(field(copy, "issuer.name")).startsWith("Other district");
        assertThat(copy.text()).contains("Version 1.0.0 of ").doesNotContain("of " + item);
    }

    @Test
    void asksAnAuthorOfSeveralDistrictsWhichOneItIsFor() throws IOException {
        TenantId second = tenants.found("Second " + UUID.randomUUID());
        Page desk = signIn("Both", "en", Map.of(district, StaffRole.AUTHOR, second, StaffRole.AUTHOR));
        Page asked = bringIn(desk, sample().replace("id: lit-hfw-mapping", "id: " + item));
        assertThat(asked.select("#problem").text()).contains("Choose the one this belongs to");
        Page version = asked.form("form[action$=/author/versions]")
                .file(
                        "file",
                        "mine.yaml",
                        "application/yaml",
                        sample().replace("id: lit-hfw-mapping", "id: " + item).getBytes(StandardCharsets.UTF_8))
                .set("tenant", second.value().toString())
                .submit();
        assertThat(version.text()).contains("Of Second ");
        assertThat(author().open(version.uri().getPath()).status())
                .as("the other district")
                .isEqualTo(404);
        Page begun =
                desk.form("form[action$=/author/drafts]").set("title", "Mine").submit();
        assertThat(begun.select("#new-tenant-error")).hasSize(1);
        TenantId foreign = tenants.found("Foreign " + UUID.randomUUID());
        assertThat(desk.form("form[action$=/author/drafts]")
                        .set("title", "Mine")
                        .set("tenant", foreign.value().toString())
                        .submit()
                        .select("#new-tenant-error"))
                .hasSize(1);
    }
}
