package dev.laurel.sharing;

import static dev.laurel.sharing.SharingSteps.adopt;
import static dev.laurel.sharing.SharingSteps.bringIn;
import static dev.laurel.sharing.SharingSteps.piece;
import static dev.laurel.sharing.SharingSteps.publish;
import static dev.laurel.sharing.SharingSteps.receiveFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Mailbox.Mail;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@LaurelTest
class SharingTests {

    private static final String PASSWORD = "long enough for anybody";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Catalogue catalogue;

    @Autowired
    Adoptions adoptions;

    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private final String item = "shared-" + name;
    private TenantId arkansas;
    private TenantId wyoming;

    @BeforeEach
    void twoStates() {
        arkansas = tenants.found("Arkansas " + name);
        wyoming = tenants.found("Wyoming " + name);
    }

    private Page signIn(TenantId of, StaffRole role) {
        return signIn("s" + UUID.randomUUID(), of, role);
    }

    private Page signIn(String login, TenantId of, StaffRole role) {
        StaffId id = staff.create(login, role + " of " + name, PASSWORD);
        staff.grant(id, role, of);
        return new Colleague(id, login, PASSWORD).signsIn(settings);
    }

    private String yaml(String version, String title, String licence) {
        return SharingSteps.text(item, version, title, licence);
    }

    private static Page receive(Page author, byte[] file) {
        return author.open("/author/sharing")
                .form("form[action$=/received]")
                .file("file", "bundle.jws", "application/jose", file)
                .submit();
    }

    private static Page receive(Page author, String file) {
        return receive(author, file.getBytes(StandardCharsets.UTF_8));
    }

    private static String refusal(Page page) {
        assertThat(page.status()).isEqualTo(422);
        return page.select("#refused").text();
    }

    @Test
    void refusesWhatIsNoSoundBundleAndSaysWhy() throws IOException, JoseException {
        Page author = signIn(wyoming, StaffRole.AUTHOR);
        try (Partner partner = new Partner()) {
            ObjectNode bundle = partner.bundle(1, item, "1.0.0", yaml("1.0.0", "Shared words", "CC BY 4.0"));
            String signed = partner.sign(bundle);
            assertThat(refusal(receive(author, new byte[] {'P', 'K', 3, 4, 0, 0})))
                    .contains("zip archive");
            assertThat(refusal(receive(author, "title: Shared words"))).contains("no signed bundle");
            assertThat(refusal(receive(author, "x".repeat((5 << 20) + 1)))).contains("larger than 5 MB");
            assertThat(refusal(receiveFrom(author, ""))).contains("Type in an address");
            assertThat(refusal(receiveFrom(author, "file:///etc/passwd"))).contains("cannot be called");
            assertThat(refusal(receiveFrom(author, partner.address()))).contains("Nothing lies at this address");
            assertThat(refusal(
                            receiveFrom(author, settings.at("/bundles/guessed").toString())))
                    .contains("Nothing lies at this address");

            String[] parts = signed.split("\\.");
            String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            String changed = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            payload.replace("Shared words", "Stolen words").getBytes(StandardCharsets.UTF_8));
            assertThat(refusal(receive(author, parts[0] + "." + changed + "." + parts[2])))
                    .contains("does not fit")
                    .contains(partner.did());
            assertThat(refusal(receive(
                            author,
                            partner.sign(
                                    bundle.toString(),
                                    RsaJwkGenerator.generateJwk(2048),
                                    "micro-credential-bundle+jws"))))
                    .contains("does not fit");
            assertThat(refusal(receive(author, partner.sign(bundle.toString(), partner.key, "JWT"))))
                    .as("what was signed for another purpose")
                    .contains("no signed bundle");
            ObjectNode another = bundle.deepCopy();
            ((ObjectNode) another.get("organisation")).put("did", "did:web:somebody.example");
            assertThat(refusal(receive(author, partner.sign(another)))).contains("does not fit");
            assertThat(refusal(receive(author, partner.sign(bundle.deepCopy().put("schema", "other/2")))))
                    .contains("another form");
            assertThat(refusal(receive(author, partner.sign(bundle.deepCopy().put("more", "x")))))
                    .contains("not as it should be, at more");
            ObjectNode otherHash = bundle.deepCopy();
            ((ObjectNode) otherHash.at("/items/0")).put("hash", "0".repeat(64));
            assertThat(refusal(receive(author, partner.sign(otherHash)))).contains("not the one that was announced");
            ObjectNode otherLicence = bundle.deepCopy();
            ((ObjectNode) otherLicence.at("/items/0/licence")).put("name", "CC0 1.0");
            assertThat(refusal(receive(author, partner.sign(otherLicence)))).contains("license of Shared words");
            assertThat(refusal(receive(
                            author,
                            partner.sign(partner.bundle(
                                    1,
                                    item,
                                    "1.0.0",
                                    yaml("1.0.0", "Shared words", "CC BY 4.0")
                                            .replace("credited: 10", "credited: many"))))))
                    .contains("does not follow the rules")
                    .contains("hours.credited");
            assertThat(refusal(receive(
                            author,
                            partner.sign(partner.bundle(
                                    1, "../" + item, "1.0.0", yaml("1.0.0", "Shared words", "CC BY 4.0"))))))
                    .contains("items[0].id");
        }
        try (Partner stranger = new Partner()) {
            String signed =
                    stranger.sign(stranger.bundle(1, item, "1.0.0", yaml("1.0.0", "Shared words", "CC BY 4.0")));
            stranger.close();
            assertThat(refusal(receive(author, signed)))
                    .contains("keys could not be read")
                    .contains(stranger.did());
        }
        assertThat(author.open("/author/sharing").text()).contains("Nothing yet.");
        assertThat(author.open("/author").select("tbody tr")).isEmpty();
    }

    @Test
    void leavesOfferingToReviewersAndAdoptingToAuthors() {
        Page author = signIn(arkansas, StaffRole.AUTHOR);
        Page reviewer = signIn(arkansas, StaffRole.CONTENT_REVIEWER);
        Page version = bringIn(author, yaml("1.0.0", "Unlicensed words", ""));
        publish(author, reviewer, version.uri().getPath());
        assertThat(author.open("/author/sharing/offer").status()).isEqualTo(403);
        assertThat(reviewer.open("/author/sharing").select("form[action$=/received]"))
                .isEmpty();
        Page form = reviewer.open("/author/sharing/offer");
        assertThat(form.text()).contains("Has no license");
        Page refused = form.form("form[action$=/offers]")
                .set("name", "For partners")
                .set("item", item)
                .submit();
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("Choose at least one micro-credential or stack that has a license.");
    }

    private record Offered(Page page, String address) {}

    private Offered offer(Page reviewer) {
        Page offered = reviewer.open("/author/sharing/offer")
                .form("form[action$=/offers]")
                .set("name", "Literacy for partners")
                .set("item", item)
                .submit();
        assertThat(offered.status()).isEqualTo(200);
        return new Offered(offered, offered.select("#address").attr("value"));
    }

    private String stack(String part, String hours) {
        return SharingSteps.stack(item + "-way", "Arkansas " + name, part, hours);
    }

    @Test
    void carriesAStackWithItsPartsAndCountsThePartsThatWereAdopted() {
        Page author = signIn(arkansas, StaffRole.AUTHOR);
        Page reviewer = signIn(arkansas, StaffRole.CONTENT_REVIEWER);
        publish(
                author,
                reviewer,
                bringIn(author, yaml("1.0.0", "Words of a pathway", "CC BY 4.0"))
                        .uri()
                        .getPath());
        Page tooMany = bringIn(author, stack(item, "900"));
        assertThat(tooMany.text()).contains("hours that its members can give");
        assertThat(tooMany.form("form[action$=/HAND_IN]").submit().status())
                .as("hours are never doubled")
                .isEqualTo(409);
        Page way = bringIn(author, stack(item, "12"));
        publish(author, reviewer, way.uri().getPath());
        Page offered = reviewer.open("/author/sharing/offer")
                .form("form[action$=/offers]")
                .set("name", "A pathway for partners")
                .set("item", List.of(item, item + "-way"))
                .submit();
        String address = offered.select("#address").attr("value");

        Page writer = signIn(wyoming, StaffRole.AUTHOR);
        Page second = signIn(wyoming, StaffRole.CONTENT_REVIEWER);
        Page received = receiveFrom(writer, address);
        assertThat(received.text()).contains("It is made of Words of a pathway, assess-hinge-questions too");
        String part = adopt(received, item);
        publish(writer, second, part);
        Page again = received.open(received.uri().getPath());
        assertThat(again.text())
                .contains("It is made of assess-hinge-questions too")
                .doesNotContain("It is made of " + item);
        String own = adopt(again, item + "-way");
        Page draft = writer.open(own);
        assertThat(draft.text()).contains("Adopted from: Shared pathway 1.0.0, Arkansas " + name + ", CC BY 4.0");
        String ownPart =
                writer.open(part).select("a[href^=/catalog/]").attr("href").split("/")[2];
        Page editor = writer.open(own + "/edit");
        assertThat(editor.select("[name=m-id]").eachAttr("value")).startsWith(ownPart, "assess-hinge-questions");
        assertThat(editor.select("[name=m-after]").eachAttr("value")).startsWith("", ownPart);
        assertThat(editor.select("#issuer").val()).isEqualTo("Wyoming " + name);
        publish(writer, second, own);
        Page shown = new HttpBrowser()
                .get(settings.at(writer.open(own).select("a[href^=/catalog/]").attr("href")));
        assertThat(shown.text())
                .contains("Adopted from Shared pathway 1.0.0, Arkansas " + name)
                .contains("CC BY 4.0");

        // A newer one waits, and takes nothing from anybody unasked.
        publish(
                author,
                reviewer,
                bringIn(
                                author,
                                stack(item, "11")
                                        .replace("version: 1.0.0\nstatus", "version: 1.1.0\nstatus")
                                        .replace("Words and questions.\nissuer", "Words, questions, and more.\nissuer"))
                        .uri()
                        .getPath());
        offered.open(offered.uri().getPath()).form("form[action$=/renew]").submit();
        receiveFrom(writer, address);
        String adoption = adoptions.of(List.of(wyoming), 0, 10).stream()
                .filter(one -> one.originItem().equals(item + "-way"))
                .map(one -> "/author/sharing/adopted/" + one.id())
                .findFirst()
                .orElseThrow();
        Page waiting = writer.open(adoption);
        assertThat(waiting.text()).contains("Words, questions, and more.");
        assertThat(new HttpBrowser().get(shown.uri()).text()).doesNotContain("Words, questions, and more.");
        waiting.form("form[action$=/accept]").submit();
        String next = writer.open(adoption).select("main a[href^=/author/versions/]").eachAttr("href").stream()
                .filter(link -> !link.equals(own))
                .findFirst()
                .orElseThrow();
        Page newer = writer.open(next + "/edit");
        assertThat(newer.select("#short_description").val()).isEqualTo("Words, questions, and more.");
        assertThat(newer.select("[name=m-id]").eachAttr("value")).startsWith(ownPart);
        assertThat(newer.select("#hours").val()).isEqualTo("11");
    }

    private static JsonNode payload(String sealed) {
        return JsonMapper.shared()
                .readTree(new String(Base64.getUrlDecoder().decode(sealed.split("\\.")[1]), StandardCharsets.UTF_8));
    }

    @Test
    void carriesATextFromOneStateToAnotherAndKeepsEachOnesWordsWhenItChanges() {
        Page author = signIn(arkansas, StaffRole.AUTHOR);
        Page reviewer = signIn(arkansas, StaffRole.CONTENT_REVIEWER);
        Page first = bringIn(author, yaml("1.0.0", "Shared words", "CC BY-SA 4.0"));
        publish(author, reviewer, first.uri().getPath());
        Offered offered = offer(reviewer);

        Page file = new HttpBrowser().get(offered.address());
        assertThat(file.header("Content-Type")).hasValue("application/jose");
        assertThat(reviewer.open(offered.page().uri().getPath() + "/file").body())
                .as("the same bytes, whichever way")
                .isEqualTo(file.body());
        JsonNode payload = payload(file.body());
        assertThat(payload.at("/items/0/yaml").stringValue())
                .as("to the letter what the export writes")
                .isEqualTo(author.open(first.uri().getPath() + "/yaml").body());
        assertThat(payload.at("/items/0/licence/spdx").stringValue()).isEqualTo("CC-BY-SA-4.0");
        Page own = receiveFrom(author, offered.address());
        assertThat(refusal(own)).contains("your own offer");

        // Wyoming looks, and adopts.
        String mailed = "author." + name + "@wyoming.example";
        String reviewing = "reviewer." + name + "@wyoming.example";
        Page writer = signIn(mailed, wyoming, StaffRole.AUTHOR);
        Page second = signIn(reviewing, wyoming, StaffRole.CONTENT_REVIEWER);
        Page received = receiveFrom(writer, offered.address());
        assertThat(received.select("#checks").text())
                .contains("The signature is right: Arkansas " + name)
                .contains("You have not adopted from did:web:")
                .contains("nothing was changed after signing");
        assertThat(received.text()).contains("License: CC BY-SA 4.0.").contains("under the same license");
        assertThat(second.open(received.uri().getPath()).status())
                .as("a reviewer adopts nothing")
                .isEqualTo(404);
        Page adopted = received.form("form[action$=/adopt]").submit();
        assertThat(adopted.text()).contains("From Arkansas " + name).contains("Draft");
        assertThat(received.form("form[action$=/adopt]").submit().status()).isEqualTo(409);
        String draft = adopted.select("main a[href^=/author/versions/]").attr("href");
        assertThat(writer.open(draft).text()).contains("Adopted from: Shared words 1.0.0, Arkansas " + name);

        // What is Wyoming's own goes beside it, and one word is changed.
        save(writer, draft, "local", Map.of("local.guidance", "Begin with the state's word list."));
        save(writer, draft, "basics", Map.of("short_description", "Wyoming's own short words."));
        publish(writer, second, draft);
        String here = writer.open(draft).select("a[href^=/catalog/]").attr("href");
        Page catalogue = new HttpBrowser().get(settings.at(here));
        assertThat(catalogue.text())
                .contains("Adopted from Shared words 1.0.0, Arkansas " + name + ", CC BY-SA 4.0")
                .contains("Added by Wyoming " + name)
                .contains("Begin with the state's word list.");
        JsonNode described = JsonMapper.shared()
                .readTree(new HttpBrowser()
                        .header("Accept", "application/json")
                        .get(settings.at(here))
                        .body());
        assertThat(described.at("/ceterms:copyrightHolder/0/ceterms:name/en").stringValue())
                .isEqualTo("Arkansas " + name);
        assertThat(described.at("/ceterms:copyrightHolder/0/ceterms:sameAs").stringValue())
                .startsWith("did:web:");
        assertThat(described.at("/ceterms:description/en").stringValue())
                .endsWith("Adopted from: Shared words 1.0.0, Arkansas " + name + ", CC BY-SA 4.0.");
        String exported = writer.open(draft + "/yaml").body();
        assertThat(exported).contains("organisation: \"Arkansas " + name + "\"").contains("Begin with the state's");

        // Arkansas goes on; Wyoming hears of it and is asked.
        Page next = bringIn(author, yaml("1.1.0", "Shared words, mended", "CC BY-SA 4.0"));
        publish(author, reviewer, next.uri().getPath());
        String adoption = adopted.uri().getPath();
        assertThat(writer.open(adoption).form("form[action$=/look]").submit().select("#update"))
                .as("not offered yet")
                .isEmpty();
        Page renewed = reviewer.open(offered.page().uri().getPath())
                .form("form[action$=/renew]")
                .submit();
        assertThat(renewed.text()).contains("Bundle 2");
        Page asked = writer.open(adoption).form("form[action$=/look]").submit();
        assertThat(asked.select("#update").text()).isEqualTo("Update to 1.1.0");
        assertThat(asked.select("ins").eachText()).contains("Shared words, mended");
        assertThat(asked.text()).contains("Your changes that stay").contains("Wyoming's own short words.");
        assertThat(writer.open("/author/sharing").text()).contains("Update to 1.1.0 waits");
        await().atMost(Duration.ofSeconds(60)).until(() -> !updates(mailed).isEmpty());
        Mail mail = updates(mailed).get(0);
        assertThat(mail.subject()).isEqualTo("An update waits: Shared words");
        assertThat(mail.text())
                .contains("Arkansas " + name + " has changed the original")
                .contains("La versión 1.1.0 espera")
                .contains(adoption);
        String stop = mail.text().replaceAll("(?s).*(http\\S+/bundles/updates/\\S+).*", "$1");
        assertThat(new HttpBrowser().post(stop, Map.of()).text()).contains("no more mails about updates");
        assertThat(updates(reviewing)).as("who does not write").isEmpty();
        assertThat(second.open(adoption).select("form[action$=/accept]")).isEmpty();
        Page declined = asked.form("form[action$=/decline]").submit();
        assertThat(declined.select("#update")).isEmpty();
        assertThat(asked.form("form[action$=/accept]").submit().status()).isEqualTo(409);
        assertThat(writer.open(adoption).form("form[action$=/look]").submit().text())
                .as("what was declined is not asked again")
                .contains("1.1.0 Declined")
                .doesNotContain("Update to");

        // The next one they take, with what is theirs.
        Page third = bringIn(
                author,
                yaml("2.0.0", "Shared words, third", "CC BY-SA 4.0")
                        .replaceFirst("(?m)^short_description: .*", "short_description: Arkansas says it anew."));
        publish(author, reviewer, third.uri().getPath());
        reviewer.open(offered.page().uri().getPath())
                .form("form[action$=/renew]")
                .submit();
        jdbc.sql("update sharing_adoption set looked_at = ? where tenant_id = ?")
                .params(Timestamp.from(Instant.parse("2026-01-15T12:00:00Z")), wyoming.value())
                .update();
        adoptions.lookAll();
        Page again = writer.open(adoption);
        assertThat(updates(mailed)).as("who wants no more gets no more").hasSize(1);
        assertThat(again.text()).contains("Your changes that give way");
        Page begun = writer.open(draft).form("form[action$=/next]").submit();
        Page blocked = again.form("form[action$=/accept]").submit();
        assertThat(blocked.status()).isEqualTo(409);
        assertThat(blocked.text()).contains("A draft is not finished").contains("set it aside on its page");
        begun.open(begun.uri().getPath().replaceFirst("/edit.*", ""))
                .form("form[action$=/SET_ASIDE]")
                .submit();
        Page taken = again.form("form[action$=/accept]").submit();
        assertThat(taken.select("h1").text()).isEqualTo("Shared words, third");
        assertThat(taken.text()).contains("Version 2.0.0").contains("Adopted from: Shared words, third 2.0.0");
        String merged = taken.open(taken.uri().getPath() + "/yaml").body();
        assertThat(merged)
                .contains("Begin with the state's word list.")
                .contains("Arkansas says it anew.")
                .contains("name: \"Wyoming " + name + "\"");
        assertThat(new HttpBrowser().get(settings.at(here)).select("h1").text())
                .as("nothing changes until it is published")
                .isEqualTo("Shared words");

        // Arkansas takes its offer back; what was adopted stays.
        reviewer.open(offered.page().uri().getPath())
                .form("form[action$=/withdraw]")
                .submit();
        assertThat(new HttpBrowser().get(offered.address()).status()).isEqualTo(404);
        assertThat(writer.open(adoption).form("form[action$=/look]").submit().text())
                .contains("may have withdrawn the offer");
        assertThat(signIn(arkansas, StaffRole.AUTHOR).open(adoption).status()).isEqualTo(404);
    }

    private static List<Mail> updates(String address) {
        return Mailbox.to(address).stream()
                .filter(mail -> mail.subject().startsWith("An update waits"))
                .toList();
    }

    /** So many assessors of a tenant rate all of its shared pieces, each on the given level from the top. */
    private void rate(TenantId tenant, int assessors, int fromTheTop) {
        for (int i = 0; i < assessors; i++) {
            UUID rater = UUID.randomUUID();
            jdbc.sql(
                            "select id, family, version_id from assessment_anchor where tenant_id = ? and shared_key is not null")
                    .param(tenant.value())
                    .query((row, number) -> Map.of(
                            "id",
                            row.getObject("id"),
                            "family",
                            row.getString("family"),
                            "v",
                            row.getObject("version_id")))
                    .list()
                    .forEach(anchor -> {
                        UUID reading = UUID.randomUUID();
                        Timestamp now = Timestamp.from(Instant.now());
                        jdbc.sql("insert into assessment_reading (id, tenant_id, family, version_id, staff_id, purpose,"
                                        + " anchor_id, state, taken_at, submitted_at, due_at, ended_at)"
                                        + " values (?, ?, ?, ?, ?, 'QUALIFYING', ?, 'DONE', ?, ?, ?, ?)")
                                .params(
                                        reading,
                                        tenant.value(),
                                        anchor.get("family"),
                                        anchor.get("v"),
                                        rater,
                                        anchor.get("id"),
                                        now,
                                        now,
                                        now,
                                        now)
                                .update();
                        catalogue
                                .version(new VersionId((UUID) anchor.get("v")))
                                .orElseThrow()
                                .rubric()
                                .criteria()
                                .forEach(criterion -> jdbc.sql("insert into assessment_reading_rating (reading_id,"
                                                + " criterion_id, level_key, words, revision, saved_at)"
                                                + " values (?, ?, ?, '', 1, ?)")
                                        .params(
                                                reading,
                                                criterion.id(),
                                                criterion
                                                        .levels()
                                                        .get(criterion.levels().size() - 1 - fromTheTop)
                                                        .key(),
                                                now)
                                        .update());
                    });
        }
    }

    @Test
    void letsPartnersHavePracticePiecesByAgreementAndShowsHowBothRateThem() {
        Page author = signIn(arkansas, StaffRole.AUTHOR);
        Page reviewer = signIn(arkansas, StaffRole.CONTENT_REVIEWER);
        Page lead = signIn(arkansas, StaffRole.LEAD_ASSESSOR);
        Page version = bringIn(author, yaml("1.0.0", "Shared words", "CC BY 4.0"));
        publish(author, reviewer, version.uri().getPath());
        String id = version.uri().getPath().replaceFirst(".*/", "");
        Page one = piece(lead, arkansas, id, "Piece one");
        Page two = piece(lead, arkansas, id, "Piece two");
        piece(lead, arkansas, id, "Piece that stays");
        assertThat(payload(new HttpBrowser().get(offer(reviewer).address()).body())
                        .at("/items/0")
                        .has("anchors"))
                .as("nothing goes without a lead's word")
                .isFalse();
        assertThat(one.form("form[action$=/partners]").submit().text()).contains("Partners may have it");
        two.form("form[action$=/partners]").submit();
        Offered offered = offer(reviewer);
        assertThat(offered.page().text()).contains("2 practice pieces with agreed scores");
        JsonNode anchors =
                payload(new HttpBrowser().get(offered.address()).body()).at("/items/0/anchors");
        assertThat(anchors.size()).isEqualTo(2);
        assertThat(anchors.toString()).doesNotContain("LEAD_ASSESSOR of");

        Page writer = signIn(wyoming, StaffRole.AUTHOR);
        Page second = signIn(wyoming, StaffRole.CONTENT_REVIEWER);
        Page theirLead = signIn(wyoming, StaffRole.LEAD_ASSESSOR);
        Page adopted = receiveFrom(writer, offered.address())
                .form("form[action$=/adopt]")
                .submit();
        assertThat(theirLead.open("/assess/lead/partners").text())
                .contains("Piece one")
                .contains("Until its version is published");
        publish(
                writer,
                second,
                adopted.select("main a[href^=/author/versions/]").attr("href"));
        Page came = theirLead.open("/assess/lead/partners");
        came.form("main form").submit();
        Page used = theirLead.open("/assess/lead/partners").form("main form").submit();
        assertThat(used.select("main form")).isEmpty();
        assertThat(used.text()).contains("In use").contains("Nothing to compare yet");
        assertThat(theirLead.open("/assess/lead/anchors").text()).contains("Piece one");
        assertThat(lead.open("/assess/lead/partners").text()).contains("None yet.");

        rate(arkansas, 5, 0);
        rate(wyoming, 4, 1);
        assertThat(lead.open("/assess/lead/partners").text())
                .contains("Too few to tell")
                .contains("too few")
                .doesNotContain("Rests on");
        rate(wyoming, 1, 1);
        Page compared = lead.open("/assess/lead/partners");
        assertThat(compared.text())
                .contains("Arkansas " + name + " and Wyoming " + name)
                .contains("5 of your assessors, 5 of theirs")
                .contains("Same level (95 % interval) 0% (0%–");
        assertThat(compared.select("[aria-labelledby=agreement] tbody tr").eachText())
                .hasSize(2);
        assertThat(theirLead.open("/assess/lead/partners").text()).contains("Rests on");
        one.open(one.uri().getPath()).form("form[action$=/partners]").submit();
        two.open(two.uri().getPath()).form("form[action$=/partners]").submit();
        assertThat(theirLead.open("/assess/lead/partners").text())
                .as("who keeps a piece in tells no more of it")
                .contains("Nothing to compare yet");
    }

    private static void save(Page author, String version, String section, Map<String, String> words) {
        HttpBrowser.Form form = author.open(version + "/edit/" + section).form("form#editor");
        words.forEach(form::set);
        assertThat(form.submit().status()).isEqualTo(200);
    }

    @Test
    void readsWhatAnotherProductWrote() throws IOException, JoseException {
        Page writer = signIn(wyoming, StaffRole.AUTHOR);
        Page reviewer = signIn(wyoming, StaffRole.CONTENT_REVIEWER);
        try (Partner partner = new Partner()) {
            partner.give(partner.sign(partner.bundle(1, item, "1.0.0", yaml("1.0.0", "Shared words", "CC BY 4.0"))));
            Page received = receiveFrom(writer, partner.address());
            assertThat(received.text()).contains("What State of Partners offers");
            Page adopted = received.form("form[action$=/adopt]").submit();
            publish(
                    writer,
                    reviewer,
                    adopted.select("main a[href^=/author/versions/]").attr("href"));
            assertThat(refusal(receive(
                            writer,
                            partner.sign(partner.bundle(3, item, "1.0.0", yaml("1.0.0", "Other words", "CC BY 4.0"))))))
                    .contains("A version never changes");
            Page update = receive(
                    writer,
                    partner.sign(partner.bundle(2, item, "1.0.1", yaml("1.0.1", "Shared words two", "CC BY 4.0"))));
            assertThat(update.select("#checks").text()).contains("You have adopted from them since");
            Page asked = writer.open(adopted.uri().getPath());
            assertThat(asked.select("#update").text()).isEqualTo("Update to 1.0.1");
            assertThat(asked.form("form[action$=/accept]").submit().text()).contains("Version 1.0.1");
        }
    }

    @Test
    void knowsTheKeyOfAPartnerWhoCannotBeReachedAndTakesNoOther() throws IOException, JoseException {
        Page writer = signIn(wyoming, StaffRole.AUTHOR);
        Partner partner = new Partner();
        partner.close();
        jdbc.sql(
                        "insert into sharing_known_key (tenant_id, did, organisation, jwk, since) values (?, ?, 'Partners', ?, ?)")
                .params(
                        wyoming.value(),
                        partner.did(),
                        partner.key.toJson(OutputControlLevel.PUBLIC_ONLY),
                        Timestamp.from(Instant.parse("2026-01-15T12:00:00Z")))
                .update();
        ObjectNode bundle = partner.bundle(1, item, "1.0.0", yaml("1.0.0", "Shared words", "CC BY 4.0"));
        assertThat(receive(writer, partner.sign(bundle)).select("#checks").text())
                .contains("by the key you know from before")
                .contains("You have adopted from them since January 15, 2026");
        assertThat(refusal(receive(
                        writer,
                        partner.sign(
                                bundle.toString(), RsaJwkGenerator.generateJwk(2048), "micro-credential-bundle+jws"))))
                .contains("does not fit");
        assertThat(refusal(receive(signIn(arkansas, StaffRole.AUTHOR), partner.sign(bundle))))
                .as("who has no key of theirs cannot know")
                .contains("keys could not be read");
    }
}
