package dev.laurel.sharing;

import dev.laurel.assessment.DemoRatings;
import dev.laurel.authoring.Exchange;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Publishing;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.sharing.Adoptions.Adoption;
import dev.laurel.sharing.BundleCheck.Checked;
import dev.laurel.sharing.DoubleScoring.Pair;
import dev.laurel.system.Ids;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Sha256;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** A state that offers a micro-credential, and the demonstration district that has adopted it and is offered an update. */
@Component
@ConditionalOnBooleanProperty("laurel.demo")
class DemoSharing implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(DemoSharing.class);
    private static final String STATE = "Sagebrush State Board of Education (demonstration)";
    private static final String PATHWAY = "checks-for-understanding-pathway";
    private static final String ITEM = "state-hinge-questions";
    private static final String TAUGHT = "assess-hinge-questions";
    private static final String PASSWORD = "demo-assessor";

    private final Tenants tenants;
    private final Staff staff;
    private final Catalogue catalogue;
    private final Publishing publishing;
    private final Offers offers;
    private final BundleCheck check;
    private final Adoptions adoptions;
    private final Exchange exchange;
    private final DoubleScoring agreements;
    private final DemoRatings ratings;
    private final LaurelSettings settings;

    DemoSharing(
            Tenants tenants,
            Staff staff,
            Catalogue catalogue,
            Publishing publishing,
            Offers offers,
            BundleCheck check,
            Adoptions adoptions,
            Exchange exchange,
            DoubleScoring agreements,
            DemoRatings ratings,
            LaurelSettings settings) {
        this.tenants = tenants;
        this.staff = staff;
        this.catalogue = catalogue;
        this.publishing = publishing;
        this.offers = offers;
        this.check = check;
        this.adoptions = adoptions;
        this.exchange = exchange;
        this.agreements = agreements;
        this.ratings = ratings;
        this.settings = settings;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        StaffMember author = staff.withLogin("mei").flatMap(staff::find).orElse(null);
        String content = catalogue
                .current(new MicroCredentialId(TAUGHT))
                .flatMap(found -> publishing.content(found.versionId()))
                .orElse(null);
        if (author == null || content == null || staff.withLogin("opal").isPresent()) {
            return;
        }
        TenantId state = tenants.named(STATE).orElseGet(() -> tenants.found(STATE));
        StaffId opal = staff.create("opal", "Opal Reyes", PASSWORD);
        staff.grant(opal, StaffRole.AUTHOR, state);
        staff.grant(opal, StaffRole.CONTENT_REVIEWER, state);
        UUID offer = Ids.next();
        String token = "demo-" + offer;
        try {
            offers.put(
                    offer,
                    token,
                    state,
                    opal,
                    "Questions for the partner states",
                    List.of(item(content, "1.0.0"), pathway()));
            Checked first = checked(token);
            TenantId district = tenants.demonstration();
            UUID received = adoptions.receive(
                    author, district, settings.at("/bundles/" + token).toString(), first);
            adoptions.adopt(author, adoptions.received(author, received), first, ITEM);
            offers.bundle(opal, state, offer, token, 2, List.of(item(content, "1.1.0"), pathway()));
            adoptions.arrive(district, checked(token));
            scoreTheSame(district, state, opal, content);
            log.info("Demonstration: {} offers a micro-credential, and mei has adopted it: /author/sharing", STATE);
        } catch (BundleRefused e) {
            throw new IllegalStateException("The demonstration's own bundle is refused: " + e.key(), e);
        }
    }

    /** The state has adopted what the district teaches with, and leads of both let each other's assessors rate it. */
    private void scoreTheSame(TenantId district, TenantId state, StaffId opal, String content) throws BundleRefused {
        StaffId second = staff.create("omar", "Omar Haddad", PASSWORD);
        staff.grant(second, StaffRole.CONTENT_REVIEWER, state);
        staff.grant(opal, StaffRole.LEAD_ASSESSOR, state);
        staff.grant(opal, StaffRole.ASSESSOR, state);
        StaffMember ruth = staff.withLogin("ruth").flatMap(staff::find).orElse(null);
        StaffMember writer = staff.find(opal).orElseThrow();
        StaffMember reviewer = staff.find(second).orElseThrow();
        if (ruth == null) {
            return;
        }
        UUID offer = Ids.next();
        String token = "demo-" + offer;
        offers.put(offer, token, district, ruth.id(), "Hinge questions for the state", List.of(ours(content)));
        Checked offered = check.check(state, offers.sealed(token).orElseThrow().getBytes(StandardCharsets.UTF_8));
        UUID received = adoptions.receive(
                writer, state, settings.at("/bundles/" + token).toString(), offered);
        Adoption adoption = adoptions.adopt(writer, adoptions.received(writer, received), offered, TAUGHT);
        exchange.publish(
                writer, reviewer, exchange.newest(state, adoption.item()).orElseThrow());
        Pair pair = agreements.pairs(List.of(district)).stream()
                .filter(one -> one.partner().equals(state))
                .findFirst()
                .orElseThrow();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        UUID agreement = agreements.put(pair, ruth, 100, today.minusDays(60), today.plusDays(300));
        agreements.agree(writer, agreement);
        MicroCredentialId family = pair.partnerVersion().id();
        ratings.qualify(opal, state, family);
        ratings.rate(
                agreement,
                pair.ownVersion(),
                district,
                state,
                family,
                List.of(new StaffId(Ids.next()), new StaffId(Ids.next()), new StaffId(Ids.next())),
                List.of(opal, new StaffId(Ids.next())));
        log.info("Demonstration: opal rates submissions of the district for comparison, and ruth sees how both agree");
    }

    private Bundle.Item ours(String content) {
        ObjectNode document = Exchange.document(content);
        String title = document.path("title").asString("") + " in Sagebrush";
        String version = document.path("version").asString("1.0.0");
        document.put("title", title);
        document.putObject("license").put("name", "CC BY 4.0");
        String yaml = publishing.yaml(publishing.canonical(document), true);
        return new Bundle.Item(
                TAUGHT,
                version,
                title,
                Sha256.hex(yaml),
                yaml,
                Licence.of("CC BY 4.0", null),
                title + " " + version + ", CC BY 4.0",
                null,
                List.of());
    }

    private Checked checked(String token) throws BundleRefused {
        return check.check(
                tenants.demonstration(), offers.sealed(token).orElseThrow().getBytes(StandardCharsets.UTF_8));
    }

    private Bundle.Item item(String content, String version) {
        ObjectNode document = Exchange.document(content);
        String title = "Hinge Questions for the Partner States";
        document.put("id", ITEM).put("version", version).put("title", title);
        document.putObject("issuer").put("name", STATE);
        document.putObject("license").put("name", "CC BY 4.0");
        if (!version.equals("1.0.0")) {
            document.put(
                    "short_description",
                    "Ask one question in the middle of a lesson whose answers tell you at once how to go on, and plan for each"
                            + " answer before you ask.");
        }
        String yaml = publishing.yaml(publishing.canonical(document), true);
        return new Bundle.Item(
                ITEM,
                version,
                title,
                Sha256.hex(yaml),
                yaml,
                Licence.of("CC BY 4.0", null),
                title + " " + version + ", " + STATE + ", CC BY 4.0",
                null,
                List.of());
    }

    /** A stack of what the state shares and what the district teaches with. */
    private Bundle.Item pathway() {
        String title = "Checks for Understanding, a Pathway (demonstration)";
        ObjectNode document = Exchange.document("""
                {"schema": "micro-credential/1", "kind": "stack", "id": "%1$s", "version": "1.0.0", "language": "en",
                 "title": "%2$s",
                 "short_description": "Ask questions in the middle of a lesson whose answers tell how to go on, and lead others in it.",
                 "issuer": {"name": "%3$s"},
                 "members": [{"id": "%4$s", "version": "1.0.0"}, {"id": "%5$s", "version": "1.0.0", "after": ["%4$s"]}],
                 "completion_rule": {"type": "all_required"}, "order": "recommended", "member_loss": "flag",
                 "hours": {"credited": 30, "note": "The sum of the members. Hours of a member are never counted again for the stack."},
                 "badge": {"name": "Checks for Understanding (demonstration)", "description": "The holder has completed both parts.",
                           "criteria_narrative": "Earn both badges.", "achievement_type": "MicroCredential", "tags": ["stack"]},
                 "license": {"name": "CC BY 4.0"}}
                """.formatted(PATHWAY, title, STATE, ITEM, TAUGHT));
        String yaml = publishing.yaml(publishing.canonical(document), true);
        return new Bundle.Item(
                PATHWAY,
                "1.0.0",
                title,
                Sha256.hex(yaml),
                yaml,
                Licence.of("CC BY 4.0", null),
                title + " 1.0.0, " + STATE + ", CC BY 4.0",
                null,
                List.of());
    }
}
