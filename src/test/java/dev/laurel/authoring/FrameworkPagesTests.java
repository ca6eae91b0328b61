package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.WebSite;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@LaurelTest
class FrameworkPagesTests {

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    private TenantId district;
    private Page draft;

    @BeforeEach
    void aDraft() {
        district = tenants.found("District " + UUID.randomUUID());
        draft = author(district)
                .form("form[action$=/author/drafts]")
                .set("title", "Debugging " + UUID.randomUUID())
                .submit();
    }

    private Page author(TenantId tenant) {
        return Colleague.of(staff, "Ana Autora", tenant, StaffRole.AUTHOR).signsIn(settings);
    }

    private Page standards() {
        return draft.open(draft.uri().getPath().replace("/edit/basics", "/edit/standards"))
                .click("a[href$=/standards]:contains(Pick)");
    }

    private Page bringIn(byte[] json) {
        return standards()
                .form("form[action$=/frameworks]")
                .file("file", "package.json", "application/json", json)
                .submit();
    }

    @Test
    void saysWhatIsWrongWithAFileOrAnAddressAndTakesNothing() {
        assertThat(standards()
                        .form("form[action$=/frameworks]")
                        .submit()
                        .select("#problem")
                        .text())
                .startsWith("Choose a file or write an address");
        assertThat(bringIn("{}".getBytes(StandardCharsets.UTF_8))
                        .select("#problem")
                        .text())
                .startsWith("That is no CASE package");
        for (String address : List.of("ftp://example.org/x", "not an address", "file:///etc/passwd", "//x")) {
            assertThat(standards()
                            .form("form[action$=/frameworks]")
                            .set("address", address)
                            .submit()
                            .select("#problem")
                            .text())
                    .as(address)
                    .startsWith("This address cannot be used");
        }
        assertThat(standards().text()).contains("Frameworks stand here as soon as");
    }

    @Test
    void fetchesAPackageAndSaysWhenNothingComes() throws IOException {
        try (WebSite site = new WebSite()) {
            site.put("/package", new String(CasePackageTests.sample(), StandardCharsets.UTF_8));
            assertThat(fetch(site.at("/nothing")).select("#problem").text()).startsWith("Nothing came");
            assertThat(fetch(site.at("/package")).select("h2#pick").text())
                    .isEqualTo("River Valley Computing Standards (2025)");
        }
    }

    @Test
    void fetchesThePackageThatADocumentNames() throws IOException {
        try (WebSite site = new WebSite()) {
            site.put("/lost", document(site.at("/nothing")));
            site.put("/circle", document(site.at("/circle")));
            site.put("/inside", document("file:///etc/passwd"));
            assertThat(fetch(site.at("/lost")).select("#problem").text()).startsWith("Nothing came");
            assertThat(fetch(site.at("/circle")).select("#problem").text()).startsWith("That is no CASE package");
            assertThat(fetch(site.at("/inside")).select("#problem").text()).startsWith("This address cannot be used");

            site.put("/package", new String(CasePackageTests.sample(), StandardCharsets.UTF_8));
            site.put("/document", document(site.at("/package")));
            assertThat(fetch(site.at("/document")).select("h2#pick").text())
                    .isEqualTo("River Valley Computing Standards (2025)");
        }
    }

    private static String document(String names) {
        return "{\"identifier\": \"d\", \"title\": \"Standards\", \"CFPackageURI\": {\"title\": \"Package\","
                + " \"identifier\": \"p\", \"uri\": \"" + names + "\"}}";
    }

    private Page fetch(String address) {
        return standards()
                .form("form[action$=/frameworks]")
                .set("address", address)
                .submit();
    }

    @Test
    void picksStandardsOnceAndKeepsThemWhenTheFrameworkIsReplaced() {
        Page framework = bringIn(CasePackageTests.sample());
        assertThat(framework.select(".standards li")).hasSize(4);
        assertThat(search(framework, "ÁLGORITHMS").select(".standards li")).hasSize(1);
        assertThat(search(framework, "100%").select(".standards li")).hasSize(1);
        assertThat(search(framework, "%").select(".standards li")).hasSize(1);
        assertThat(search(framework, "rv.3-5 mistake")
                        .select(".standards li strong")
                        .text())
                .isEqualTo("RV.3-5.A2");
        assertThat(search(framework, "nobody says this").text()).contains("0 entries");
        HttpBrowser.Form form = framework.form("form:has(.standards)");
        Page picked = form.set("place", List.of("1", "2")).submit();
        assertThat(picked.select("#f-alignments > .line")).hasSize(2);
        assertThat(picked.form("#editor").values("alignments[0].code")).containsExactly("RV.3-5.A1");
        assertThat(picked.form("#editor").values("alignments[0].url").get(0))
                .startsWith("https://standards.example.org/");
        assertThat(picked.select("#editor .mend li")).isEmpty();
        Page again = framework
                .form("form:has(.standards)")
                .set("place", List.of("2", "3"))
                .submit();
        assertThat(again.select("#f-alignments > .line")).as("each once").hasSize(3);

        Page replaced = bringIn(new String(CasePackageTests.sample(), StandardCharsets.UTF_8)
                .replace("Find and mend", "Find and repair")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(replaced.select("#frameworks ~ ul li"))
                .as("the same framework")
                .hasSize(1);
        assertThat(replaced.text()).contains("Find and repair");
        Page kept = replaced.click("a[href$=/edit/standards]");
        assertThat(kept.form("#editor").values("alignments[1].note").get(0)).startsWith("Find and mend");
    }

    @Test
    void aLargeFrameworkIsSearchedWithItsHeadingsAndPickedFromSearchAfterSearch() {
        StringBuilder items = new StringBuilder();
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            boolean heading = i % 100 == 0;
            items.append(i == 0 ? "" : ",")
                    .append("{\"identifier\":\"i")
                    .append(i)
                    .append("\",\"humanCodingScheme\":\"S.")
                    .append(i)
                    .append("\",\"fullStatement\":\"")
                    .append(heading ? "Strand " + i / 100 : "Explain matter number " + i)
                    .append("\"}");
            if (!heading) {
                order.append(order.isEmpty() ? "" : ",")
                        .append("{\"associationType\":\"isChildOf\",\"originNodeURI\":{\"identifier\":\"i")
                        .append(i)
                        .append("\"},\"destinationNodeURI\":{\"identifier\":\"i")
                        .append(i / 100 * 100)
                        .append("\"},\"sequenceNumber\":")
                        .append(i % 100)
                        .append("}");
            }
        }
        Page framework =
                bringIn(("{\"CFDocument\":{\"identifier\":\"large\",\"title\":\"Large Standards\"},\"CFItems\":["
                                + items + "],\"CFAssociations\":[" + order + "]}")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(framework.text()).contains("5,000 entries", "before you turn the page");
        Page found = search(framework, "matter number 4321");
        assertThat(found.select(".standards li").text()).contains("S.4321", "under S.4300 Strand 43");
        Page stayed = found.form("form:has(.standards)")
                .set("place", found.select("input[name=place]").attr("value"))
                .set("stay", "true")
                .submit();
        assertThat(stayed.select("#added").text()).startsWith("What you ticked is added.");
        assertThat(stayed.select("#words").attr("value")).isEqualTo("matter number 4321");
        assertThat(stayed.select(".standards li").text()).contains("(already added)");
        Page other = search(stayed, "matter number 17");
        Page back = other.form("form:has(.standards)")
                .set("place", other.select("input[name=place]").attr("value"))
                .submit();
        assertThat(back.form("#editor").values("alignments[0].code")).containsExactly("S.4321");
        assertThat(back.form("#editor").values("alignments[1].code")).containsExactly("S.17");
    }

    private static Page search(Page framework, String words) {
        return framework.form("form[role=search]").set("words", words).submit();
    }

    @Test
    void showsADistrictOnlyItsOwnFrameworks() {
        Page framework = bringIn(CasePackageTests.sample());
        String id = framework.uri().getQuery().replace("framework=", "");
        TenantId other = tenants.found("District " + UUID.randomUUID());
        Page theirs = author(other)
                .form("form[action$=/author/drafts]")
                .set("title", "Theirs " + UUID.randomUUID())
                .submit();
        String path = theirs.uri().getPath().replace("/edit/basics", "/standards");
        assertThat(theirs.open(path).text()).contains("Frameworks stand here as soon as");
        assertThat(theirs.open(path + "?framework=" + id).status()).isEqualTo(404);
        assertThat(theirs.open(draft.uri().getPath().replace("/edit/basics", "/standards"))
                        .status())
                .isEqualTo(404);
    }
}
