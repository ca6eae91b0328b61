package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.authoring.Exchange;
import dev.laurel.authoring.NameableIssuers;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Publishing;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Refusal;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Nobody's badge is signed in the name of a district that has not let them. */
@LaurelTest
class IssuerRightsTests {

    private static final String PASSWORD = "names nobody but us";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Tenants tenants;

    @Autowired
    Issuers issuers;

    @Autowired
    IssuerRights rights;

    @Autowired
    NameableIssuers nameable;

    @Autowired
    JdbcClient jdbc;

    private BadgeFixtures fixtures;
    private TenantId owner;
    private TenantId others;
    private String name;
    private MicroCredential published;

    @BeforeEach
    void twoDistricts() {
        fixtures = new BadgeFixtures(context);
        owner = tenants.found("Owner " + UUID.randomUUID());
        others = tenants.found("Others " + UUID.randomUUID());
        name = "Academy " + UUID.randomUUID();
    }

    @AfterEach
    void offTheCatalogue() {
        if (published != null) {
            fixtures.takenOff(published);
        }
    }

    /** As an operator makes one for a district. */
    private Issuer ofTheOwner() {
        return fixtures.issuer(name, owner);
    }

    private Page signedIn(StaffRole role, TenantId tenant, String to) {
        Staff staff = context.getBean(Staff.class);
        String login = "r-" + UUID.randomUUID();
        staff.grant(staff.create(login, "Somebody", PASSWORD), role, tenant);
        return signedIn(login, PASSWORD, to);
    }

    private Page signedIn(String login, String password, String to) {
        return new HttpBrowser()
                .get(settings.at("/sign-in?to=" + to))
                .form("form:has(input[name=password])")
                .set("login", login)
                .set("password", password)
                .submit();
    }

    private Page operator() {
        return signedIn("admin", TestSurroundings.OPERATOR_PASSWORD, "/admin/issuers");
    }

    private Page draft(Page author, String issuer) throws IOException {
        String yaml = new ClassPathResource("demo/catalogue/literacy-high-frequency-words.yaml")
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("id: lit-hfw-mapping", "id: n" + UUID.randomUUID())
                .replace("name: Prairie View School District (demonstration)", "name: " + issuer);
        return author.open("/author")
                .form("form[action$=/author/versions]")
                .file("file", "theirs.yaml", "application/yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .submit();
    }

    private static StaffMember member(StaffRole role, TenantId tenant) {
        return new StaffMember(new StaffId(UUID.randomUUID()), "Somebody", Map.of(role, Set.of(tenant)));
    }

    /** Published by two people of a district. */
    private MicroCredential writtenBy(TenantId tenant, String issuer) {
        Publishing publishing = context.getBean(Publishing.class);
        ObjectNode content = (ObjectNode) JsonMapper.shared()
                .readTree(publishing.content(fixtures.hinge().versionId()).orElseThrow());
        ((ObjectNode) content.get("issuer")).put("name", issuer);
        content.put("title", "Named " + UUID.randomUUID());
        Exchange exchange = context.getBean(Exchange.class);
        StaffMember writer = member(StaffRole.AUTHOR, tenant);
        Exchange.Written draft = exchange.begin(writer, tenant, content);
        exchange.publish(writer, member(StaffRole.CONTENT_REVIEWER, tenant), draft);
        published = context.getBean(Catalogue.class).version(draft.id()).orElseThrow();
        return published;
    }

    private SubmissionDecided earns(TenantId tenant, MicroCredential achievement) {
        SubmissionDecided decided = fixtures.decided(
                tenant,
                new LtiUserId(UUID.randomUUID()),
                achievement,
                true,
                new UserProfile("Maya Ortiz", "Maya", "Ortiz", BadgeFixtures.EMAIL),
                Map.of());
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> context.publishEvent(decided));
        return decided;
    }

    private void waits(SubmissionDecided decided) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> jdbc.sql("select count(*) from badge_unsigned where submission_id = :submission"
                                        + " and problem = 'issuer-of-others' and tries > 0")
                                .param(
                                        "submission",
                                        decided.attempt().submission().value())
                                .query(Integer.class)
                                .single()
                        == 1);
        assertThat(fixtures.awardFor(decided)).isEmpty();
    }

    private Award signed(SubmissionDecided decided) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> fixtures.awardFor(decided).isPresent());
        return fixtures.awardFor(decided).orElseThrow();
    }

    @Test
    void theEditorSaysBesideTheFieldThatAnIssuerIsAnotherDistrictsAndKeepsWhatWasTyped() throws IOException {
        Issuer issuer = ofTheOwner();
        Page version = draft(signedIn(StaffRole.AUTHOR, others, "/author"), name);
        assertThat(version.text()).contains("belongs to another district");
        Page refused = version.form("form[action$=/HAND_IN]").submit();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("This version is not ready");

        Page editor = version.open(version.uri().getPath() + "/edit/basics");
        assertThat(editor.select("main").text()).contains("This organization belongs to another district");
        assertThat(editor.form("#editor").values("issuer.name")).containsExactly(name);
        Page saved = editor.form("#editor")
                .set("issuer.name", name.toUpperCase(Locale.ROOT))
                .submit();
        assertThat(saved.text()).contains("This organization belongs to another district");
        assertThat(saved.form("#editor").values("issuer.name")).containsExactly(name.toUpperCase(Locale.ROOT));

        rights.let(issuer, others, new StaffId(UUID.randomUUID()), false);
        saved.form("#editor").set("issuer.name", name).submit();
        assertThat(version.open(version.uri().getPath())
                        .form("form[action$=/HAND_IN]")
                        .submit()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aStackSaysItToo() {
        ofTheOwner();
        Page author = signedIn(StaffRole.AUTHOR, others, "/author");
        Page editor = author.open("/author")
                .form("form[action$=/author/drafts]")
                .set("title", "A stack " + UUID.randomUUID())
                .set("kind", "stack")
                .submit();
        Page saved = editor.form("#editor").set("issuer", name).submitWith("button[value=save]");
        assertThat(saved.form("#editor").values("issuer")).containsExactly(name);
        assertThat(saved.text()).contains("belongs to another district");
    }

    @Test
    void nothingIsHandedInInAnothersNameByWayOfAnAdoptionEither() {
        ofTheOwner();
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> writtenBy(others, name));
        assertThat(nameable.mayName(owner, name)).isTrue();
    }

    @Test
    void namesOfDistrictsThatHaveNoIssuerYetAndOfTheInstallationAreNobodyElses() {
        String theirs = "Bayside Schools " + UUID.randomUUID();
        TenantId bayside = tenants.found(theirs);
        assertThat(nameable.mayName(others, theirs)).isFalse();
        assertThat(nameable.mayName(others, theirs.toLowerCase(Locale.ROOT))).isFalse();
        assertThat(nameable.mayName(bayside, theirs)).isTrue();
        assertThat(nameable.mayName(bayside, LearnerRecords.assembler(settings)))
                .isFalse();
        assertThat(nameable.mayName(others, "Nobody is called " + UUID.randomUUID()))
                .isTrue();
    }

    @Test
    void whatWasPublishedBeforeWaitsIsSeenAndIsSignedOnceTheyAreLet() {
        MicroCredential achievement = writtenBy(others, name);
        Issuer issuer = ofTheOwner();
        SubmissionDecided decided = earns(others, achievement);
        waits(decided);
        assertThat(signedIn(StaffRole.ISSUER_OFFICER, others, "/issue").text())
                .contains("names an issuer that belongs to another district");

        Page page = signedIn(StaffRole.ISSUER_OFFICER, owner, "/issue/issuers/" + issuer.slug());
        String called = tenants.nameOf(others).orElseThrow();
        Page wrong =
                page.form("form:has(#let)").set("district", "No such district").submit();
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.select("#let-mend").text()).contains("No district has this name");
        assertThat(wrong.form("form:has(#let)").values("district")).containsExactly("No such district");
        Page let = wrong.form("form:has(#let)").set("district", called).submitWith("button[value=let]");
        assertThat(let.text()).contains(called, "may name this issuer");
        context.getBean(Awarding.class).begin();
        assertThat(signed(decided).status()).isEqualTo(Award.Status.VALID);

        Page stopped = let.form("form:has(button[value=stop])").submitWith("button[value=stop]");
        assertThat(stopped.text()).contains("may name this issuer no more");
        waits(earns(others, achievement));
        Page back = stopped.form("form:has(button[value=let])").submitWith("button[value=let]");
        assertThat(back.select("#districts ~ ul").text()).contains(called);
    }

    @Test
    void anOperatorGivesAnIssuerAwayAndNothingMoreIsSignedOrRenewedInItsName() {
        MicroCredential mine = fixtures.from(name);
        SubmissionDecided first = earns(others, mine);
        Award award = signed(first);
        fixtures.ends(award.credentialId(), Duration.ofDays(20));
        Issuer issuer = issuers.named(mine.issuer());
        assertThat(issuers.owner(issuer)).isEmpty();

        Page page = operator().open("/admin/issuers/" + issuer.slug());
        Page given = page.form("form:has(#give)")
                .set("district", tenants.nameOf(owner).orElseThrow())
                .submitWith("button[value=give]");
        assertThat(given.text()).contains("It belongs to Owner");
        assertThat(issuers.owner(issuer)).contains(owner);
        assertThat(fixtures.officerRenews(others, award.credentialId(), "Shown"))
                .isEqualTo("ISSUER_OF_OTHERS");
        SubmissionDecided second = earns(others, mine);
        waits(second);
        assertThat(signed(earns(owner, mine)).status()).isEqualTo(Award.Status.VALID);
        assertThat(fixtures.awardFor(first).orElseThrow().status()).isEqualTo(Award.Status.VALID);

        Page nobodys = given.form("form:has(#give)").set("district", "").submitWith("button[value=give]");
        assertThat(nobodys.text()).contains("It belongs to no district");
        context.getBean(Awarding.class).begin();
        assertThat(signed(second).status()).isEqualTo(Award.Status.VALID);
        fixtures.takenOff(mine);
    }

    @Test
    void everyDistrictIsLetNameItAndNoMore() {
        Issuer issuer = ofTheOwner();
        Page page = signedIn(StaffRole.ISSUER_OFFICER, owner, "/issue/issuers/" + issuer.slug());
        Page all = page.form("form:has([value=let-all])").submit();
        assertThat(all.text()).contains("which lets every district name it");
        assertThat(nameable.mayName(others, name)).isTrue();
        MicroCredential achievement = writtenBy(others, name);
        assertThat(signed(earns(others, achievement)).status()).isEqualTo(Award.Status.VALID);
        all.form("form:has([value=stop-all])").submit();
        assertThat(nameable.mayName(others, name)).isFalse();
        waits(earns(others, achievement));
    }

    @Test
    void nobodyLetsOthersNameAnIssuerThatBelongsToNoneSoThatItsNextOwnerDoes() {
        MicroCredential shared = fixtures.from(name);
        signed(earns(others, shared));
        Issuer issuer = issuers.known(shared.issuer()).orElseThrow();
        rights.give(issuer, others, false);
        Page page = signedIn(StaffRole.ISSUER_OFFICER, others, "/issue/issuers/" + issuer.slug());
        rights.give(issuer, null, false);
        Page all = page.form("form:has([value=let-all])").submit();
        assertThat(all.status()).isEqualTo(422);
        assertThat(all.text()).contains("this issuer belongs to no district now");
        Page let = page.form("form:has(#let)")
                .set("district", tenants.nameOf(others).orElseThrow())
                .submitWith("button[value=let]");
        assertThat(let.status()).isEqualTo(422);

        rights.give(issuer, owner, false);
        assertThat(rights.guests(issuer)).isEmpty();
        assertThat(rights.isNamedByAll(issuer)).isFalse();
        assertThat(nameable.mayName(others, name)).isFalse();
        fixtures.takenOff(shared);
    }

    /** As one arises by the operator's files: it belongs to nobody. */
    private Issuer ofNobody() {
        MicroCredential shared = fixtures.from(name);
        signed(earns(others, shared));
        fixtures.takenOff(shared);
        Issuer issuer = issuers.known(shared.issuer()).orElseThrow();
        rights.letAll(issuer, false, true);
        return issuer;
    }

    @Test
    void whatAnOperatorMakesForNobodyIsNamedByAllAtFirstWhereTheOperatorWantsItSo() {
        Page made = operator()
                .open("/admin/new-issuer")
                .form("form:has(#name)")
                .set("name", name)
                .submitWith("button[value=save]");
        assertThat(made.text()).contains(name);
        Issuer issuer =
                issuers.bySlug(made.uri().getPath().replaceAll(".*/", "")).orElseThrow();
        assertThat(issuers.owner(issuer)).isEmpty();
        assertThat(rights.isNamedByAll(issuer))
                .isEqualTo(context.getBean(IssuerSettings.class).areNamedByAll(settings));
        assertThat(rights.isNamedByAll(fixtures.issuer(name + " too", owner))).isFalse();
    }

    @Test
    void onlyTheDemonstrationsIssuersAreNamedByAllUnlessTheOperatorWantsIt() {
        assertThat(new IssuerSettings(null).areNamedByAll(settings)).isEqualTo(settings.demo());
        assertThat(new IssuerSettings(false).areNamedByAll(settings)).isFalse();
        assertThat(new IssuerSettings(true).areNamedByAll(settings)).isTrue();
    }

    @Test
    void anIssuerOfNobodySignsTheOperatorsFilesAndForAuthorsOnlyWhereTheOperatorLetThem() {
        MicroCredential before = writtenBy(others, name);
        Issuer issuer = ofNobody();
        assertThat(nameable.mayName(others, name)).isFalse();
        assertThat(nameable.mayName(owner, name)).isFalse();
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> writtenBy(owner, name));
        SubmissionDecided decided = earns(owner, before);
        waits(decided);

        Page page = operator().open("/admin/issuers/" + issuer.slug());
        assertThat(page.text()).contains("only where your operator let their district");
        Page let = page.form("form:has(#let)")
                .set("district", tenants.nameOf(others).orElseThrow())
                .submitWith("button[value=let]");
        assertThat(let.select("#districts ~ ul").text())
                .contains(tenants.nameOf(others).orElseThrow());
        assertThat(nameable.mayName(others, name)).isTrue();
        assertThat(nameable.mayName(owner, name)).isFalse();
        context.getBean(Awarding.class).begin();
        assertThat(signed(decided).status()).isEqualTo(Award.Status.VALID);

        let.form("form:has(button[value=stop])").submitWith("button[value=stop]");
        assertThat(nameable.mayName(others, name)).isFalse();
    }

    @Test
    void whoOnlyHasBadgesOfAnIssuerOfNobodyTakesNoRightOfAnotherDistrict() {
        Issuer issuer = ofNobody();
        rights.give(issuer, others, false);
        rights.let(issuer, owner, new StaffId(UUID.randomUUID()), false);
        Page page = signedIn(StaffRole.ISSUER_OFFICER, others, "/issue/issuers/" + issuer.slug());
        rights.give(issuer, null, true);
        Page refused = page.form("form:has(button[value=stop])").submitWith("button[value=stop]");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("this issuer belongs to no district now");
        assertThat(nameable.mayName(owner, name)).isTrue();
    }

    @Test
    void theOneDistrictThatIsCalledLikeAnIssuerOfNobodyMayNameIt() {
        TenantId called = tenants.found(name);
        Issuer issuer = ofNobody();
        assertThat(issuers.owner(issuer)).isEmpty();
        assertThat(nameable.mayName(called, name)).isTrue();
        assertThat(nameable.mayName(others, name)).isFalse();
        assertThat(signed(earns(others, writtenBy(called, name))).status()).isEqualTo(Award.Status.VALID);
    }

    @Test
    void theOperatorLetsEveryDistrictNameAnIssuerOfNobodyAndReadsItInTheList() {
        Issuer issuer = ofNobody();
        Page all = operator()
                .open("/admin/issuers/" + issuer.slug())
                .form("form:has([value=let-all])")
                .submit();
        assertThat(all.text()).contains("micro-credentials and stacks of every district can name it");
        assertThat(nameable.mayName(owner, name)).isTrue();
        assertThat(rights.standings(List.of(issuer)).get(issuer.id()))
                .isEqualTo(new IssuerRights.Standing(null, true, 0));
        assertThat(operator().select("main ul.list").text()).contains("·");
        all.form("form:has([value=stop-all])").submit();
        assertThat(nameable.mayName(owner, name)).isFalse();
    }

    @Test
    void whoeverAnIssuerIsGivenToSaysAnewWhoElseMayNameIt() {
        Issuer issuer = ofTheOwner();
        rights.let(issuer, others, new StaffId(UUID.randomUUID()), false);
        TenantId next = tenants.found("Next " + UUID.randomUUID());
        String called = tenants.nameOf(next).orElseThrow();

        Page page = operator().open("/admin/issuers/" + issuer.slug());
        assertThat(page.select("#keep-hint").text()).contains("badges of theirs wait");
        Page same = page.form("form:has(#give)").submitWith("button[value=give]");
        assertThat(rights.guests(issuer)).as("it stays where it was").hasSize(1);
        same.form("form:has(#give)").set("district", called).set("keep", "true").submitWith("button[value=give]");
        assertThat(rights.guests(issuer)).extracting(IssuerRights.Guest::tenant).containsExactly(others);

        rights.letAll(issuer, true, false);
        operator()
                .open("/admin/issuers/" + issuer.slug())
                .form("form:has(#give)")
                .set("district", tenants.nameOf(owner).orElseThrow())
                .submitWith("button[value=give]");
        assertThat(rights.guests(issuer)).isEmpty();
        assertThat(nameable.mayName(others, name)).isFalse();
        assertThat(nameable.mayName(next, name)).isFalse();
        assertThat(nameable.mayName(owner, name)).isTrue();
    }

    @Test
    void onlyAnOperatorGivesAnIssuerAway() {
        Issuer issuer = ofTheOwner();
        Page page = signedIn(StaffRole.ISSUER_OFFICER, owner, "/issue/issuers/" + issuer.slug());
        assertThat(page.select("#give")).isEmpty();
        page.form("form:has(#let)")
                .set("district", tenants.nameOf(others).orElseThrow())
                .set("act", "give")
                .submit();
        assertThat(issuers.owner(issuer)).contains(owner);
        assertThat(signedIn(StaffRole.ISSUER_OFFICER, others, "/issue")
                        .open("/issue/issuers/" + issuer.slug())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anIssuerThatABadgeMakesIsItsAuthorsAndNobodyElseNamesIt() {
        SubmissionDecided decided = earns(others, writtenBy(owner, name));
        assertThat(signed(decided).status()).isEqualTo(Award.Status.VALID);
        assertThat(issuers.owner(issuers.named(published.issuer()))).contains(owner);
        assertThat(nameable.mayName(others, name)).isFalse();
        assertThat(nameable.mayName(owner, name)).isTrue();
    }
}
