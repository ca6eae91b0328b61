package dev.laurel.badge;

import dev.laurel.assessment.Feedback.Rated;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Stack;
import dev.laurel.catalog.StackId;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.PersonId;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Badges to look at, signed and listed like any other: sound, revoked, expired, suspended, rated by two people, aligned to
 * standards of a framework and of a registry, and one that is made of others.
 */
@Component
@ConditionalOnBooleanProperty("laurel.demo")
class DemoBadges implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(DemoBadges.class);
    private static final String EARNER = "earner@example.org";
    private static final String HINGE = "assess-hinge-questions";
    private static final String ALIGNED = "demo-aligned-standards";
    private static final Duration YEAR = Duration.ofDays(365);

    private final Issuing issuing;
    private final Awards awards;
    private final Badges badges;
    private final StatusLists statusLists;
    private final BadgeAddresses addresses;
    private final Catalogue catalogue;
    private final Publishing publishing;
    private final Tenants tenants;
    private final Clock clock;

    DemoBadges(
            Issuing issuing,
            Awards awards,
            Badges badges,
            StatusLists statusLists,
            BadgeAddresses addresses,
            Catalogue catalogue,
            Publishing publishing,
            Tenants tenants,
            Clock clock) {
        this.issuing = issuing;
        this.awards = awards;
        this.badges = badges;
        this.statusLists = statusLists;
        this.addresses = addresses;
        this.catalogue = catalogue;
        this.publishing = publishing;
        this.tenants = tenants;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        TenantId tenant = tenants.demonstration();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        issue("demo-sound", HINGE, tenant, now, null);
        if (issue("demo-revoked", "lit-hfw-mapping", tenant, now, null)) {
            badges.revoke(tenant, "demo-revoked", "Demonstration of a revoked badge");
        }
        issue("demo-expired", "lit-hfw-mapping", tenant, now.minus(YEAR.multipliedBy(4)), now.minus(YEAR));
        if (issue("demo-suspended", "lit-hfw-mapping", tenant, now, null)) {
            Awards.Stored suspended = awards.withId("demo-suspended").orElseThrow();
            if (awards.suspend(suspended.credentialId(), now)) {
                statusLists.changed(suspended.statusList());
            }
        }
        current(HINGE).ifPresent(hinge -> {
            issue("demo-rated", hinge, new Rated(2, 2, 1), tenant, now, null);
            aligned(hinge).ifPresent(aligned -> issue("demo-aligned", aligned, null, tenant, now, null));
        });
        catalogue
                .current(new StackId("cs-3-8-foundations"))
                .filter(stack -> awards.withId("demo-stack").isEmpty())
                .ifPresent(stack -> stack(stack, tenant, now));
    }

    /** A micro-credential like another with standards that have an address. On nobody's list: it is there for its badge. */
    private Optional<MicroCredential> aligned(MicroCredential like) {
        VersionId id = new VersionId(UUID.nameUUIDFromBytes(ALIGNED.getBytes(StandardCharsets.UTF_8)));
        Optional<MicroCredential> there = catalogue.version(id);
        return there.isPresent()
                ? there
                : publishing.content(like.versionId()).flatMap(content -> {
                    ObjectNode document = (ObjectNode) JsonMapper.shared().readTree(content);
                    document.put("id", ALIGNED);
                    ArrayNode alignments = document.putArray("alignments");
                    alignments
                            .addObject()
                            .put("framework", "Example Framework for Teaching (CASE)")
                            .put("code", "EFT.3.2")
                            .put(
                                    "url",
                                    "https://case.example.org/ims/case/v1p0/CFItems/3f1c2b8e-0d5a-4c1f-9a7e-2b6d1e4f5a60")
                            .put("note", "Plans questions that show what each student understands");
                    alignments
                            .addObject()
                            .put("framework", "Credential Registry (example)")
                            .put("code", "ce-00000000-0000-4000-8000-000000000000")
                            .put(
                                    "url",
                                    "https://credentialengineregistry.org/resources/ce-00000000-0000-4000-8000-000000000000");
                    publishing.publish(id, publishing.canonical(document));
                    publishing.takeOffOffer(id, clock.instant());
                    return catalogue.version(id);
                });
    }

    private void stack(Stack stack, TenantId tenant, Instant now) {
        List<Composition.Part> parts = new ArrayList<>();
        for (Stack.Member member : stack.members()) {
            String id = "demo-part-" + (parts.size() + 1);
            MicroCredential part =
                    catalogue.version(member.id(), member.version()).orElse(null);
            if (part == null) {
                log.warn(
                        "No version {} of {} to make {} of",
                        member.version(),
                        member.id().value(),
                        id);
                return;
            }
            issue(id, part, null, tenant, now, null);
            parts.add(new Composition.Part(
                    id, addresses.award(id).page(), part.badge().name()));
        }
        issuing.issue(
                "demo-stack",
                new Earned(tenant, null, stack, EARNER, Map.of(), null, now, parts, null),
                new CredentialDocument.Dates(now, null));
        awards.noteComposed(
                "demo-stack",
                new Composition(
                        UUID.nameUUIDFromBytes("demo-stack".getBytes(StandardCharsets.UTF_8)),
                        tenant,
                        new PersonId(new UUID(0, 0)),
                        stack.versionId(),
                        parts,
                        now,
                        null));
    }

    private Optional<MicroCredential> current(String achievement) {
        return catalogue.current(new MicroCredentialId(achievement)).or(() -> catalogue.search("", 0, 1).stream()
                .findFirst());
    }

    private boolean issue(
            String credentialId, String achievement, TenantId tenant, Instant from, @Nullable Instant until) {
        Optional<MicroCredential> found = current(achievement);
        if (found.isEmpty()) {
            log.warn("The catalogue is empty, so there is nothing to make {} of", credentialId);
            return false;
        }
        return issue(credentialId, found.get(), null, tenant, from, until);
    }

    private boolean issue(
            String credentialId,
            MicroCredential achievement,
            @Nullable Rated rated,
            TenantId tenant,
            Instant from,
            @Nullable Instant until) {
        if (awards.withId(credentialId).isPresent()) {
            return false;
        }
        Earned earned = new Earned(tenant, null, achievement, EARNER, levels(achievement.rubric()), rated, from);
        issuing.issue(credentialId, earned, new CredentialDocument.Dates(from, until));
        return true;
    }

    /** Every criterion at its cut, the first of them at the top. */
    private static Map<String, String> levels(Rubric rubric) {
        Map<String, String> levels = new HashMap<>();
        boolean first = true;
        for (Rubric.Criterion criterion : rubric.criteria()) {
            List<Rubric.Level> all = criterion.levels();
            levels.put(
                    criterion.id(),
                    first && !criterion.isPassFail() ? all.get(all.size() - 1).key() : criterion.cut());
            first = first && criterion.isPassFail();
        }
        return levels;
    }
}
