package dev.laurel.sharing;

import static dev.laurel.sharing.SharingSteps.adopt;
import static dev.laurel.sharing.SharingSteps.bringIn;
import static dev.laurel.sharing.SharingSteps.piece;
import static dev.laurel.sharing.SharingSteps.publish;
import static dev.laurel.sharing.SharingSteps.receiveFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.LaurelApplication;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two states that each run a Laurel of their own: two databases, two data directories, two sets of keys. */
@Tag("database")
class TwoInstallationsStoryTests {

    private static final String PASSWORD = "long enough for anybody";
    private static final String ITEM = "shared-words";

    /** One state's Laurel and its people. */
    private static final class Installation implements AutoCloseable {

        private final ConfigurableApplicationContext laurel;
        private final LaurelSettings settings;
        private final TenantId state;

        Installation(String name) {
            laurel = new SpringApplicationBuilder(LaurelApplication.class)
                    .initializers(new TestSurroundings())
                    .run();
            settings = laurel.getBean(LaurelSettings.class);
            state = laurel.getBean(Tenants.class).found(name);
        }

        Page signIn(StaffRole role) {
            String login = "s" + UUID.randomUUID();
            Staff staff = laurel.getBean(Staff.class);
            StaffId id = staff.create(login, role.name(), PASSWORD);
            staff.grant(id, role, state);
            return new HttpBrowser()
                    .get(settings.at("/sign-in"))
                    .submit("form[action$=sign-in]", Map.of("login", login, "password", PASSWORD));
        }

        Page publicly(String path) {
            return new HttpBrowser().get(settings.at(path));
        }

        int count(String sql) {
            return laurel.getBean(JdbcClient.class)
                    .sql(sql)
                    .query(Integer.class)
                    .single();
        }

        @Override
        public void close() {
            laurel.close();
        }
    }

    private static String inCatalogue(Page author, String version) {
        return author.open(version).select("a[href^=/catalog/]").attr("href");
    }

    @Test
    @DisplayName(
            "a bundle goes from one installation to another, with practice pieces and a stack, and its update waits")
    void sharesBetweenInstallations() {
        try (Installation arkansas = new Installation("Arkansas");
                Installation wyoming = new Installation("Wyoming")) {
            // Arkansas writes a text and a stack of it, and lets one of two practice pieces go.
            Page author = arkansas.signIn(StaffRole.AUTHOR);
            Page reviewer = arkansas.signIn(StaffRole.CONTENT_REVIEWER);
            Page lead = arkansas.signIn(StaffRole.LEAD_ASSESSOR);
            String original = bringIn(author, SharingSteps.text(ITEM, "1.0.0", "Shared words", "CC BY 4.0"))
                    .uri()
                    .getPath();
            publish(author, reviewer, original);
            publish(
                    author,
                    reviewer,
                    bringIn(author, SharingSteps.stack(ITEM + "-way", "Arkansas", ITEM, "12"))
                            .uri()
                            .getPath());
            String version = original.replaceFirst(".*/", "");
            piece(lead, arkansas.state, version, "Piece for partners")
                    .form("form[action$=/partners]")
                    .submit();
            piece(lead, arkansas.state, version, "Piece that stays");
            Page offered = reviewer.open("/author/sharing/offer")
                    .form("form[action$=/offers]")
                    .set("name", "For partners")
                    .set("item", List.of(ITEM, ITEM + "-way"))
                    .submit();
            String address = offered.select("#address").attr("value");
            assertThat(address).startsWith(arkansas.settings.baseUrl().toString());

            // Wyoming knows the address and nothing else of Arkansas.
            Page writer = wyoming.signIn(StaffRole.AUTHOR);
            Page second = wyoming.signIn(StaffRole.CONTENT_REVIEWER);
            Page theirLead = wyoming.signIn(StaffRole.LEAD_ASSESSOR);
            Page received = receiveFrom(writer, address);
            assertThat(received.select("#checks").text())
                    .contains("The signature is right: Arkansas")
                    .contains("You have not adopted from did:web:localhost")
                    .contains("nothing was changed after signing");
            assertThat(received.text()).contains("It is made of Shared words, assess-hinge-questions too");

            String part = adopt(received, ITEM);
            assertThat(theirLead.open("/assess/lead/partners").text())
                    .contains("Piece for partners", "Until its version is published")
                    .doesNotContain("Piece that stays");
            publish(writer, second, part);
            String stack = adopt(received.open(received.uri().getPath()), ITEM + "-way");
            String ownPart = inCatalogue(writer, part).split("/")[2];
            assertThat(writer.open(stack + "/edit").select("[name=m-id]").eachAttr("value"))
                    .startsWith(ownPart, "assess-hinge-questions");
            publish(writer, second, stack);
            Page shown = wyoming.publicly(inCatalogue(writer, stack));
            assertThat(shown.text()).contains("Adopted from Shared pathway 1.0.0, Arkansas, CC BY 4.0");
            Page words = wyoming.publicly(inCatalogue(writer, part));
            assertThat(words.text()).contains("Adopted from Shared words 1.0.0, Arkansas, CC BY 4.0");

            theirLead.open("/assess/lead/partners").form("main form").submit();
            assertThat(theirLead.open("/assess/lead/anchors").text()).contains("Piece for partners");

            // Nothing but the bundle has travelled, and each signs with keys of its own.
            assertThat(wyoming.count("select count(*) from tenant where name = 'Arkansas'"))
                    .isZero();
            assertThat(wyoming.count("select count(*) from staff_account where display_name = 'AUTHOR'"))
                    .as("Wyoming's own author alone")
                    .isEqualTo(1);
            assertThat(arkansas.count("select count(*) from sharing_adoption")).isZero();
            assertThat(wyoming.publicly("/lti/jwks").body())
                    .isNotEqualTo(arkansas.publicly("/lti/jwks").body());

            // Arkansas goes on. Nobody in Wyoming is made to.
            publish(
                    author,
                    reviewer,
                    bringIn(author, SharingSteps.text(ITEM, "1.1.0", "Shared words, mended", "CC BY 4.0"))
                            .uri()
                            .getPath());
            offered.open(offered.uri().getPath()).form("form[action$=/renew]").submit();
            wyoming.laurel
                    .getBean(JdbcClient.class)
                    .sql("update sharing_adoption set looked_at = timestamp '2026-01-15 12:00:00'")
                    .update();
            wyoming.laurel.getBean(Adoptions.class).lookAll();
            String adoption = "/author/sharing/adopted/"
                    + wyoming.laurel.getBean(Adoptions.class).of(List.of(wyoming.state), 0, 10).stream()
                            .filter(one -> one.originItem().equals(ITEM))
                            .findFirst()
                            .orElseThrow()
                            .id();
            Page asked = writer.open(adoption);
            assertThat(asked.select("#update").text()).isEqualTo("Update to 1.1.0");
            assertThat(wyoming.publicly("/catalog/" + ownPart).select("h1").text())
                    .as("what teachers see stays")
                    .isEqualTo("Shared words");
            Page taken = asked.form("form[action$=/accept]").submit();
            assertThat(wyoming.publicly("/catalog/" + ownPart).select("h1").text())
                    .as("until two people have published it here")
                    .isEqualTo("Shared words");
            publish(writer, second, taken.uri().getPath());
            assertThat(wyoming.publicly("/catalog/" + ownPart).select("h1").text())
                    .isEqualTo("Shared words, mended");

            // A file is as good as the address, and still is when Arkansas cannot be reached.
            byte[] file = new HttpBrowser().get(address).body().getBytes(StandardCharsets.US_ASCII);
            arkansas.close();
            assertThat(writer.open(adoption)
                            .form("form[action$=/look]")
                            .submit()
                            .status())
                    .isEqualTo(200);
            Page byHand = writer.open("/author/sharing")
                    .form("form[action$=/received]")
                    .file("file", "bundle.jws", "application/jose", file)
                    .submit();
            assertThat(byHand.select("#refused").text()).isEmpty();
            assertThat(byHand.status()).isEqualTo(200);
            assertThat(wyoming.publicly(inCatalogue(writer, stack)).status())
                    .as("what was adopted stays")
                    .isEqualTo(200);
        }
    }
}
