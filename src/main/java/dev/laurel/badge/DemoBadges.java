package dev.laurel.badge;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Rubric;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Three badges to look at: a sound one, a revoked one and an expired one, signed and listed like any other. */
@Component
@ConditionalOnBooleanProperty("laurel.demo")
class DemoBadges implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(DemoBadges.class);
    private static final String EARNER = "earner@example.org";
    private static final Duration YEAR = Duration.ofDays(365);

    private final Issuing issuing;
    private final Awards awards;
    private final Badges badges;
    private final Catalogue catalogue;
    private final Tenants tenants;
    private final Clock clock;

    DemoBadges(Issuing issuing, Awards awards, Badges badges, Catalogue catalogue, Tenants tenants, Clock clock) {
        this.issuing = issuing;
        this.awards = awards;
        this.badges = badges;
        this.catalogue = catalogue;
        this.tenants = tenants;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        TenantId tenant = tenants.demonstration();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        issue("demo-sound", "assess-hinge-questions", tenant, now, null);
        if (issue("demo-revoked", "lit-hfw-mapping", tenant, now, null)) {
            badges.revoke(tenant, "demo-revoked", "Demonstration of a revoked badge");
        }
        issue("demo-expired", "lit-hfw-mapping", tenant, now.minus(YEAR.multipliedBy(4)), now.minus(YEAR));
    }

    private boolean issue(
            String credentialId, String achievement, TenantId tenant, Instant from, @Nullable Instant until) {
        if (awards.withId(credentialId).isPresent()) {
            return false;
        }
        Optional<MicroCredential> found = catalogue
                .current(new MicroCredentialId(achievement))
                .or(() -> catalogue.search("", 0, 1).stream().findFirst());
        if (found.isEmpty()) {
            log.warn("The catalogue is empty, so there is nothing to make {} of", credentialId);
            return false;
        }
        Earned earned =
                new Earned(tenant, null, found.get(), EARNER, levels(found.get().rubric()), null, from);
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
