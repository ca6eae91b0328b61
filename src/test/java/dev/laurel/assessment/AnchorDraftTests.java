package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.assessment.Anchor.State;
import dev.laurel.assessment.Anchor.Task;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Form;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Authors draft practice pieces; a lead who did not write them decides whether anybody meets them. */
@LaurelTest
class AnchorDraftTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Anchors anchors;

    @Autowired
    AnchorDesk desk;

    private AssessmentFixtures given;
    private TenantId district;
    private MicroCredential hinge;
    private StaffMember author;
    private StaffMember lead;
    private HttpBrowser writing;
    private HttpBrowser deciding;

    @BeforeEach
    void anAuthorAndALead() {
        given = new AssessmentFixtures(context);
        district = given.district();
        hinge = given.hinge();
        writing = new HttpBrowser();
        deciding = new HttpBrowser();
        author = signIn(writing, StaffRole.AUTHOR);
        lead = signIn(deciding, StaffRole.LEAD_ASSESSOR);
    }

    private StaffMember signIn(HttpBrowser browser, StaffRole... roles) {
        Colleague somebody = Colleague.of(staff, "Somebody", district, roles);
        somebody.signsIn(settings, browser);
        return staff.find(somebody.id()).orElseThrow();
    }

    private static Form filled(Page page, String name) {
        Form form = page.form("form:has(#name)").set("name", name).set("task", "QUALIFYING");
        page.select("textarea[name^=text]").forEach(area -> form.set(area.attr("name"), "What somebody wrote"));
        page.select("textarea[name^=why]").forEach(area -> form.set(area.attr("name"), "Why"));
        page.select("input[name^=level]").forEach(level -> form.set(level.attr("name"), level.val()));
        return form;
    }

    private Page blank() {
        return writing.get(settings.at("/author/anchors/scratch/" + district.value() + "/"
                + hinge.versionId().value()));
    }

    private AnchorId drafted() {
        Page kept = filled(blank(), "Clear case").submit();
        assertThat(kept.text()).contains("leads can read it now", "Clear case", "Drafted by an author");
        String address = kept.select("a[href^=/author/anchors/]").get(0).attr("href");
        return new AnchorId(UUID.fromString(address.substring(address.lastIndexOf('/') + 1)));
    }

    private Page read(AnchorId id) {
        return deciding.get(settings.at("/assess/lead/anchors/" + id.value()));
    }

    private State state(AnchorId id) {
        return anchors.find(id).orElseThrow().state();
    }

    @Test
    void nothingIsKeptWhileSomethingIsMissingAndWhatWasTypedIsStillThere() {
        Page refused =
                blank().form("form:has(#name)").set("text.0", "Half an answer").submit();
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Give it a name", "Half an answer");
        assertThat(anchors.by(author.id(), author.writes(), 0, 10)).isEmpty();
    }

    @Test
    void nobodyMeetsADraftAndOnlyItsAuthorChangesIt() {
        AnchorId id = drafted();
        assertThat(anchors.active(district, hinge.id(), Task.QUALIFYING, 10)).isEmpty();
        assertThat(anchors.stock(district)).isEmpty();
        assertThat(AnchorExchange.canGo(anchors.find(id).orElseThrow())).isFalse();

        StaffMember other = given.appointed(district, StaffRole.AUTHOR);
        assertThat(desk.written(other, id)).isEmpty();
        assertThat(desk.discard(other, id)).isFalse();
        assertThat(desk.takeUp(author, id)).isFalse();
        assertThat(desk.takeUp(given.appointed(given.district(), StaffRole.LEAD_ASSESSOR), id))
                .isFalse();
        assertThat(state(id)).isEqualTo(State.DRAFT);
    }

    @Test
    void aLeadTakesItIntoUseAndNeitherOfThemQualifiesOnIt() {
        AnchorId id = drafted();
        assertThat(deciding.get(settings.at("/assess/lead/anchors")).text()).contains("Clear case");
        Page used = read(id).submit("form[action$=/use]", Map.of());
        assertThat(used.text()).contains("In use");
        assertThat(state(id)).isEqualTo(State.ACTIVE);
        assertThat(anchors.toQualifyOn(district, hinge.id(), lead.id(), 10)).isEmpty();
        assertThat(anchors.toQualifyOn(district, hinge.id(), author.id(), 10)).isEmpty();
        assertThat(anchors.toQualifyOn(
                        district,
                        hinge.id(),
                        given.appointed(district, StaffRole.ASSESSOR).id(),
                        10))
                .extracting(candidate -> candidate.anchor().id())
                .containsExactly(id);
        assertThat(given.audit(new CaseId(id.value()))).containsExactly("ANCHOR_DRAFTED", "ANCHOR_USABLE");

        assertThat(desk.written(author, id)).as("used by now").isEmpty();
        assertThat(desk.discard(author, id)).isFalse();
        assertThat(writing.get(settings.at("/author/anchors")).text()).contains("Clear case", "In use");
    }

    @Test
    void aLeadWhoWroteItHasAnotherDecide() {
        HttpBrowser both = new HttpBrowser();
        StaffMember ruth = signIn(both, StaffRole.AUTHOR, StaffRole.LEAD_ASSESSOR);
        filled(
                        both.get(settings.at("/author/anchors/scratch/" + district.value() + "/"
                                + hinge.versionId().value())),
                        "Own case")
                .submit();
        AnchorId id = anchors.by(ruth.id(), ruth.writes(), 0, 10).get(0).id();
        Page own = both.get(settings.at("/assess/lead/anchors/" + id.value()));
        assertThat(own.text()).contains("another lead decides");
        assertThat(own.select("form[action$=/use]")).isEmpty();
        assertThat(desk.takeUp(ruth, id)).isFalse();
        assertThat(desk.takeUp(lead, id)).isTrue();
    }

    @Test
    void aLeadSendsItBackWithWordsAndTheAuthorKeepsItAgain() {
        AnchorId id = drafted();
        Page wordless = read(id).submit("form[action$=/send-back]", Map.of("words", " "));
        assertThat(wordless.text()).contains("Say what should be changed.");
        assertThat(state(id)).isEqualTo(State.DRAFT);
        Page back = read(id).submit("form[action$=/send-back]", Map.of("words", "C2 reads as emerging"));
        assertThat(back.text()).contains("Sent back to its author", "C2 reads as emerging");
        assertThat(desk.takeUp(lead, id)).as("it is with its author").isFalse();

        Page list = writing.get(settings.at("/author/anchors"));
        assertThat(list.text()).contains("C2 reads as emerging");
        Page form = writing.get(settings.at("/author/anchors/" + id.value()));
        assertThat(form.text()).contains("C2 reads as emerging", "What somebody wrote");
        form.form("form:has(#name)").set("name", "Clearer case").submit();
        assertThat(state(id)).isEqualTo(State.DRAFT);
        assertThat(anchors.find(id).orElseThrow().name()).isEqualTo("Clearer case");
        assertThat(anchors.pieces(id)).isNotEmpty();
        assertThat(desk.takeUp(lead, id)).isTrue();
    }

    @Test
    void anAuthorDiscardsADraftForGood() {
        AnchorId id = drafted();
        Page gone = writing.get(settings.at("/author/anchors")).submit("form[action$=/discard]", Map.of());
        assertThat(gone.text()).contains("It is gone.", "You have drafted none yet.");
        assertThat(anchors.find(id)).isEmpty();
        assertThat(anchors.pieces(id)).isEmpty();
        assertThat(anchors.scores(id)).isEmpty();
    }
}
