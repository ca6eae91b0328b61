package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.Stack;
import dev.laurel.catalog.StackId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser.Form;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Stacks are written in a form, reviewed by somebody else and published for good, as micro-credentials are. */
@LaurelTest
class StackPagesTests {

    private static final String EDITOR = "form#editor";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    Publishing publishing;

    @Autowired
    Catalogue catalogue;

    private final List<String> published = new ArrayList<>();
    private TenantId district;
    private final String title = "Stack " + UUID.randomUUID();

    @BeforeEach
    void aDistrict() {
        district = tenants.found("District " + UUID.randomUUID());
    }

    @AfterEach
    void nobodyElseCompletesTheStacksOfThisTest() {
        published.forEach(item -> publishing.takeOffOffer(
                catalogue.current(new StackId(item)).orElseThrow().versionId(),
                Instant.now().plus(Duration.ofDays(365))));
    }

    private Page signIn(StaffRole role) {
        return Colleague.of(staff, role == StaffRole.AUTHOR ? "Ana Autora" : "Rhea Reader", district, role)
                .signsIn(settings);
    }

    private Page begun() {
        return signIn(StaffRole.AUTHOR)
                .open("/author")
                .form("form[action$=/author/drafts]")
                .set("title", title)
                .set("kind", "stack")
                .submit();
    }

    private static Page press(Form form, String act) {
        return form.submitWith("button.button[name=act][value=" + act + "]");
    }

    private static Page saved(Form form) {
        Page page = press(form, "save");
        assertThat(page.select("[role=status]").text()).as(page.text()).isEqualTo("Saved.");
        return page;
    }

    private Form filled(Page editor) {
        return editor.form(EDITOR)
                .set("short_description", "Whoever has it can do both.")
                .set("m-id", List.of("lit-hfw-mapping", "assess-hinge-questions"))
                .set("m-version", List.of("", "1.0.0"))
                .set("m-required", List.of("", ""))
                .set("m-after", List.of("", "lit-hfw-mapping"))
                .set("m-achievement", List.of("", ""))
                .set("m-issuer", List.of("", ""))
                .set("m-title", List.of("", ""))
                .set("hours", "1")
                .set("badge", "Both")
                .set("badge-description", "Has done both.")
                .set("badge-criteria", "Earn both.");
    }

    private static Page version(Page editor) {
        return editor.click("p.eyebrow a");
    }

    private static Page move(Page version, String move) {
        return version.form("form[action$=/" + move + "]").set("reason", "").submit();
    }

    @Test
    void anUnfinishedStackIsSavedAndWhatIsMissingStandsAtItsField() {
        Page editor = begun();
        assertThat(editor.select("h1").text()).isEqualTo("Write the stack");
        Page saved = saved(editor.form(EDITOR)
                .set("m-id", List.of("lit-hfw-mapping"))
                .set("rule", "n_of")
                .set("count", "five")
                .set("months", "60")
                .set("capstone", "Show it to your team")
                .set("capstone-required", "yes"));
        assertThat(saved.select("#short_description-error").text()).isEqualTo("is missing");
        assertThat(saved.select("#members-error").text()).contains("at least 2");
        assertThat(saved.select("#count-error").text()).startsWith("must be a whole number");
        assertThat(saved.select("#count").val()).isEqualTo("five");
        assertThat(saved.select("#capstone-id-error").text()).contains("a micro-credential with its own rubric");
        assertThat(saved.select("#m-version-0").val())
                .as("the version on offer is filled in")
                .isEqualTo("1.0.0");
        Page refused = move(version(saved), "HAND_IN");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.select("main [role=alert]").text())
                .as("told on the version's own page, beside what is to be mended")
                .contains("This version is not ready");
        assertThat(refused.select(".notice.you li")).isNotEmpty();
    }

    @Test
    void membersThatAreNotThereAndHoursThatNobodyGivesAreTold() {
        Page editor = begun();
        Page hours = saved(filled(editor).set("hours", "500"));
        assertThat(hours.select("#hours-error").text()).matches("is more than the \\d+ hours that its members .*twice");
        assertThat(hours.select("[aria-labelledby=way]")).isEmpty();
        Page unknown = saved(hours.form(EDITOR)
                .set("m-id", List.of("lit-hfw-mapping", "no-such-thing", ""))
                .set("m-version", List.of("1.0.0", "1.0.0", ""))
                .set("m-after", List.of("", "", "")));
        assertThat(unknown.select("#m-id-1-error").text()).contains("no-such-thing 1.0.0", "not in the catalog");
        Page elsewhere = saved(unknown.form(EDITOR)
                .set("hours", "1")
                .set("m-version", List.of("1.0.0", "", ""))
                .set("m-achievement", List.of("", "https://badges.example.org/achievements/families", ""))
                .set("m-title", List.of("", "Partnership with Families", "")));
        assertThat(elsewhere.select(".field .error")).isEmpty();
        assertThat(elsewhere.select("[aria-labelledby=way]").text())
                .contains("Partnership with Families", "Teaching High-Frequency Words");
    }

    @Test
    void whatDoesNotGoTogetherIsToldAndNotLost() {
        Page saved = saved(filled(begun())
                .set("count", "2")
                .set("g-title", "One of these")
                .set("g-members", "lit-hfw-mapping")
                .set("m-title", List.of("Words", "")));
        assertThat(saved.select("#count-error").text()).startsWith("does not go with");
        assertThat(saved.select("#groups-error").text()).startsWith("does not go with");
        assertThat(saved.select("#m-title-0-error").text()).startsWith("does not go with");
        assertThat(saved.select("#count").val()).isEqualTo("2");
        assertThat(saved.select("#g-members-0").val()).isEqualTo("lit-hfw-mapping");
    }

    @Test
    void membersAreMovedAndTakenOutWithoutLosingWhatWasTyped() {
        Page editor = press(saved(filled(begun())).form(EDITOR).set("badge", "Not saved yet"), "up-1");
        assertThat(editor.select("[name=m-id]").eachAttr("value"))
                .containsExactly("assess-hinge-questions", "lit-hfw-mapping", "");
        assertThat(editor.select("[name=m-after]").eachAttr("value")).containsExactly("lit-hfw-mapping", "", "");
        assertThat(editor.select("#badge").val()).isEqualTo("Not saved yet");
        assertThat(editor.select("#m-after-0-error").text()).contains("no member that stands before it");
        Page less = press(editor.form(EDITOR), "remove-0");
        assertThat(less.select("[name=m-id]").eachAttr("value")).containsExactly("lit-hfw-mapping", "");
    }

    @Test
    void whatSomebodyElseWroteMeanwhileIsNotOverwrittenUnseen() {
        Page editor = begun();
        Page mine = editor.open(editor.uri().toString());
        saved(filled(editor).set("badge", "Theirs"));
        Page conflict = press(filled(mine).set("badge", "Mine"), "save");
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.select("[role=alert]").text()).contains("Ana Autora changed it");
        assertThat(conflict.select("#badge").val()).isEqualTo("Mine");
        assertThat(saved(conflict.form(EDITOR)).select("#badge").val()).isEqualTo("Mine");
    }

    @Test
    void aStackIsReviewedByASecondPersonPublishedForGoodAndGoesOnInANextVersion() {
        Page editor = saved(filled(begun())
                .set("rule", "groups")
                .set("g-title", "One of these")
                .set("g-members", "lit-hfw-mapping assess-hinge-questions")
                .set("g-count", "1")
                .set("loss", "suspend"));
        Page version = version(editor);
        assertThat(version.select("[aria-labelledby=checks]"))
                .as("no checklist of micro-credentials")
                .isEmpty();
        Page waiting = move(version, "HAND_IN");
        assertThat(waiting.select("form[action$=/PUBLISH]"))
                .as("nobody publishes alone")
                .isEmpty();
        Page review = signIn(StaffRole.CONTENT_REVIEWER).open(waiting.uri().toString());
        assertThat(review.select("[aria-labelledby=way]").text()).contains("One of these");
        Page published = move(review, "PUBLISH");
        assertThat(published.select("[name=act]")).isEmpty();
        String item = published.select("a[href^=/catalog/]").attr("href").split("/")[2];
        Stack stack = catalogue.current(new StackId(item)).orElseThrow();
        assertThat(stack.title()).isEqualTo(title);
        assertThat(stack.memberLoss()).isEqualTo(Stack.MemberLoss.SUSPEND);
        assertThat(stack.completionRule().groups()).singleElement().satisfies(group -> assertThat(group.members())
                .hasSize(2));
        assertThat(review.open("/catalog/" + item).select("h1").text()).isEqualTo(title);
        assertThat(waiting.open(waiting.uri().getPath() + "/stack").status())
                .as("its words never change")
                .isEqualTo(409);
        Page next = waiting.open(waiting.uri().toString())
                .form("form[action$=/next]")
                .set("step", "MORE")
                .submit();
        assertThat(next.select("#title").val()).isEqualTo(title);
        assertThat(next.select("header .quiet").text()).contains("1.1.0");
        Page retiring = review.open(review.uri().toString())
                .form("form[action$=/RETIRE]")
                .set("reason", "The next one is better")
                .submit();
        assertThat(retiring.text()).contains("Nobody starts with it any more");
        assertThat(retiring.open("/catalog/" + item).status()).isEqualTo(404);
    }

    @Test
    void aStackGoesOutAsAFileAndComesInAgainAsItWas() {
        Page version = version(saved(filled(begun()).set("meets", "an endorsement, once the board has approved it")));
        String yaml = version.open(version.uri().getPath() + "/yaml").body();
        assertThat(yaml).contains("kind: \"stack\"", "id: \"assess-hinge-questions\"");
        String id = "s" + UUID.randomUUID();
        Page taken = version.open("/author")
                .form("form[action$=/author/versions]")
                .file(
                        "file",
                        "stack.yaml",
                        "application/yaml",
                        yaml.replaceFirst("(?m)^id: .*$", "id: " + id).getBytes(StandardCharsets.UTF_8))
                .submit();
        String again = taken.open(taken.uri().getPath() + "/yaml").body();
        assertThat(again.replaceFirst("(?m)^id: .*$", "")).isEqualTo(yaml.replaceFirst("(?m)^id: .*$", ""));
    }

    /** What an author takes in as a file: that many badges of an issuer elsewhere. */
    private Page taken(int members) {
        StringBuilder yaml = new StringBuilder(
                "schema: micro-credential/1\nkind: stack\nstatus: draft\nid: s" + UUID.randomUUID()
                        + "\nversion: 1.0.0\nlanguage: en\ntitle: " + title
                        + "\nshort_description: All of them\nissuer: {name: Laurel}\norder: any\nmember_loss: flag\nmembers:\n");
        for (int i = 0; i < members; i++) {
            yaml.append("  - {id: part-")
                    .append(i)
                    .append(", achievement: \"https://badges.example.org/achievements/")
                    .append(i)
                    .append("\", title: Part ")
                    .append(i)
                    .append("}\n");
        }
        yaml.append("completion_rule: {type: all_required}\nhours: {credited: 0}\n"
                + "badge: {achievement_type: MicroCredential, name: All, description: All, criteria_narrative: All}\n");
        Page taken = signIn(StaffRole.AUTHOR)
                .open("/author")
                .form("form[action$=/author/versions]")
                .file("file", "stack.yaml", "application/yaml", yaml.toString().getBytes(StandardCharsets.UTF_8))
                .submit();
        assertThat(taken.select("h1").text()).as(taken.text()).isEqualTo(title);
        return taken;
    }

    private static List<String> parts(Page editor) {
        return editor.select("[name=m-title]").eachAttr("value");
    }

    @Test
    void aFormWhoseEndDidNotArriveChangesNothing() {
        Page version = taken(60);
        Page editor = version.open(version.uri().getPath() + "/stack");
        Page refused = press(editor.form(EDITOR).remove("whole").set("m-title", "Part 0"), "save");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Part of your page did not arrive", "Nothing was changed");
        assertThat(parts(version.open(version.uri().getPath() + "/stack"))).hasSize(61);
    }

    @Test
    void aStackOfSixtyMembersIsMovedAboutAndSavedWithAllOfThem() {
        Page version = taken(60);
        Page editor = version.open(version.uri().getPath() + "/stack");
        assertThat(parts(editor)).hasSize(61).endsWith("Part 59", "");
        Page moved = press(editor.form(EDITOR), "up-59");
        assertThat(parts(moved)).hasSize(61).endsWith("Part 57", "Part 59", "Part 58", "");
        Page saved = saved(moved.form(EDITOR));
        assertThat(parts(saved)).isEqualTo(parts(moved));
        assertThat(version.open(version.uri().getPath() + "/yaml").body())
                .contains("Part 0\"", "Part 40\"", "Part 59\"");
    }

    @Test
    void aStackThatNoBrowserCouldSendBackIsNotShownInAFormAndKeptAsItIs() {
        Page version = taken(1_400);
        Page refused = version.open(version.uri().getPath() + "/stack");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("too long for a form", "Nothing is lost", "as a file");
        assertThat(version.open(version.uri().getPath() + "/yaml").body()).contains("Part 1399\"");
    }

    @Test
    void moreFieldsThanTheServerTakesChangeNothing() {
        Page version = taken(60);
        Page editor = version.open(version.uri().getPath() + "/stack");
        Page refused = press(
                editor.form(EDITOR)
                        .set(
                                "m-title",
                                IntStream.range(0, 11_000)
                                        .mapToObj(i -> "Part " + i)
                                        .toList()),
                "save");
        assertThat(refused.status()).isBetween(400, 499);
        assertThat(parts(version.open(version.uri().getPath() + "/stack"))).hasSize(61);
    }

    @Test
    void standardsAreTypedInOrPickedFromAFrameworkAndStandInThePublishedStack() throws IOException {
        Page wrong = saved(filled(begun()).set("a-code", "K-2.1").set("a-url", "somewhere"));
        assertThat(wrong.select("#a-framework-0-error").text()).isEqualTo("is missing");
        assertThat(wrong.select("#a-url-0-error").text()).startsWith("must be an address");
        assertThat(wrong.select("#a-code-0").val()).isEqualTo("K-2.1");
        saved(wrong.form(EDITOR).set("a-framework", List.of("InTASC", "")).set("a-url", List.of("", "")));
        Page picked = wrong.click("a[href$=/standards]")
                .form("form[action$=/frameworks]")
                .file("file", "package.json", "application/json", CasePackageTests.sample())
                .submit()
                .form("form[action$=/standards]:has(input[name=place])")
                .set("place", "1")
                .submit();
        assertThat(picked.uri().getPath()).endsWith("/stack");
        assertThat(picked.select("[name=a-framework]").eachAttr("value"))
                .containsExactly("InTASC", "River Valley Computing Standards (2025)", "");
        assertThat(picked.select("[name=m-id]").eachAttr("value"))
                .as("picking changes nothing else")
                .contains("lit-hfw-mapping");
        String item = published(picked);
        assertThat(catalogue.current(new StackId(item)).orElseThrow().alignments())
                .extracting(MicroCredential.Alignment::framework)
                .containsExactly("InTASC", "River Valley Computing Standards (2025)");
        assertThat(picked.open("/catalog/" + item).text()).contains("InTASC", "K-2.1");
    }

    /** Handed in by its author and published by somebody else; answers what it is called in the catalogue. */
    private String published(Page editor) {
        Page waiting = move(version(editor), "HAND_IN");
        Page published =
                move(signIn(StaffRole.CONTENT_REVIEWER).open(waiting.uri().toString()), "PUBLISH");
        String item = published.select("a[href^=/catalog/]").attr("href").split("/")[2];
        this.published.add(item);
        return item;
    }

    @Test
    void aPictureIsSuppliedForTheBadgeOfAStackAndStaysWhenItsFormIsSaved() {
        Page picture = saved(filled(begun())).click("a[href$=/picture]");
        assertThat(picture.text()).contains("Laurel draws it");
        Page taken = picture.form("form[enctype]")
                .file(
                        "file",
                        "badge.svg",
                        "image/svg+xml",
                        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">"
                                        + "<circle cx=\"50\" cy=\"50\" r=\"48\" fill=\"#7a1fa2\"/></svg>")
                                .getBytes(StandardCharsets.UTF_8))
                .submit();
        Page editor = taken.click("p.eyebrow a");
        assertThat(editor.uri().getPath()).endsWith("/stack");
        assertThat(editor.open(editor.select("#picture img").attr("src")).status())
                .isEqualTo(200);
        Page again = saved(editor.form(EDITOR).set("badge", "Both of them"));
        assertThat(version(again).open(version(again).uri().getPath() + "/yaml").body())
                .contains("#7a1fa2", "Both of them");
    }

    @Test
    void aStackIsCopiedFromTheCatalogueUnderANameOfItsOwn() {
        Page author = signIn(StaffRole.AUTHOR);
        Page found = author.open("/author/copy?words=Foundations");
        assertThat(found.select("li:has(button[name=from]):contains(Computer Science)")
                        .text())
                .contains("Stack");
        Stack original = catalogue.current(new StackId("cs-3-8-foundations")).orElseThrow();
        Page copy = found.form("form[action$=/author/drafts]")
                .submitWith("button[name=from][value=" + original.versionId().value() + "]");
        assertThat(copy.uri().getPath()).endsWith("/stack");
        assertThat(copy.select("#issuer").val())
                .as("another organisation's name does not stand on it")
                .startsWith("District ");
        assertThat(copy.select("[name=m-id]").eachAttr("value"))
                .containsAll(original.members().stream()
                        .map(member -> member.id().value())
                        .toList());
        assertThat(copy.select("header .quiet").text()).doesNotContain("of cs-3-8-foundations.");
        assertThat(author.open("/author/copy?words=hinge").text()).contains("Hinge");
    }

    @Test
    void everyDemonstrationStackPassesThroughTheFormUnchangedAndFollowsTheRules() {
        for (String id : List.of("cs-3-8-foundations", "wy-literacy-route")) {
            Stack stack = catalogue.current(new StackId(id)).orElseThrow();
            String content = publishing.content(stack.versionId()).orElseThrow();
            ObjectNode document = (ObjectNode) JsonMapper.shared().readTree(content);
            ObjectNode again = StackForm.document(document, StackForm.of(document, 1));
            assertThat(publishing.previewStack(stack.versionId(), publishing.canonical(again)))
                    .isEqualTo(stack);
            assertThat(publishing.problems(content)).as(id).isEmpty();
        }
    }

    @Test
    void whatIsWrongIsCalledAsTheFormCallsItWithTheMemberThatItIsOf() {
        Page editor = saved(filled(begun()).set("m-version", List.of("", "9.9.9")));
        List<String> told = editor.select(".notice.you li a").eachText();
        assertThat(told).containsExactly("Member 2, Micro-credential or stack (id)");
        String version = editor.uri().getPath().replaceFirst("/stack$", "");
        Page page = editor.open(version);
        assertThat(page.select(".notice.you li a").eachText())
                .as("the page of the version says the same")
                .containsExactlyElementsOf(told);
        assertThat(page.select(".notice.you code")).as("no address of a file").isEmpty();
        assertThat(page.select(".notice.you li a").first().attr("href")).contains("/stack#");
        Page counted = saved(page.open(version + "/stack")
                .form(EDITOR)
                .set("rule", "n_of")
                .set("count", "7")
                .set("badge", ""));
        assertThat(counted.select(".notice.you li a").eachText()).contains("How many", "Badge, Its name");
    }
}
