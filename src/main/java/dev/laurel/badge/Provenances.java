package dev.laurel.badge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.assessment.Assessments;
import dev.laurel.assessment.DecisionAgreement;
import dev.laurel.assessment.Feedback;
import dev.laurel.catalog.VersionId;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says how badges came about. Of a badge made of badges it says what is true of each of its parts. */
@Component
public class Provenances {

    /** Below so many criteria rated by two a share says nothing. */
    static final int FEWEST_RATED = 30;

    private final Awards awards;
    private final Issuers issuers;
    private final Compositions compositions;
    private final Assessments assessments;
    private final Clock clock;
    private final Cache<Rated, Agreed> agreed = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    Provenances(Awards awards, Issuers issuers, Compositions compositions, Assessments assessments, Clock clock) {
        this.awards = awards;
        this.issuers = issuers;
        this.compositions = compositions;
        this.assessments = assessments;
        this.clock = clock;
    }

    /** Empty when the tenant has no such badge. */
    public Optional<Provenance> of(TenantId tenant, String credentialId) {
        return awards.withId(credentialId)
                .filter(stored -> stored.tenant().equals(tenant))
                .map(this::provenance);
    }

    /**
     * How far two raters agreed in the last year, for the public page.
     *
     * @param share from 0 to 1; absent where too few criteria were rated by two to say
     * @param n criteria that were rated by two
     */
    record Agreed(@Nullable Double share, int n) {}

    private record Rated(TenantId tenant, VersionId version) {}

    /** Kept for a while, because everybody may ask. Empty for a badge that does not come of an assessment here. */
    Optional<Agreed> agreed(Awards.Stored stored) {
        boolean assessed = stored.submission() != null
                || CredentialView.assessed(CredentialController.read(stored.credential())) != null;
        return !assessed
                ? Optional.empty()
                : Optional.of(agreed.get(new Rated(stored.tenant(), stored.version()), this::agreed));
    }

    private Agreed agreed(Rated rated) {
        return assessments
                .decisionAgreement(rated.tenant(), rated.version())
                .map(found -> new Agreed(found.n() < FEWEST_RATED ? null : (Double) found.share(), found.n()))
                .orElse(new Agreed(null, 0));
    }

    private Provenance provenance(Awards.Stored stored) {
        Issuer issuer = issuers.byId(stored.issuer()).orElseThrow();
        List<Awards.Stored> assessed = stored.submission() != null
                ? List.of(stored)
                : compositions.parts(stored.credentialId()).stream()
                        .flatMap(part -> awards.withId(part).stream())
                        .filter(part -> part.submission() != null)
                        .toList();
        List<Optional<DecisionAgreement>> agreements = assessed.stream()
                .map(part -> assessments
                        .decisionAgreement(part.tenant(), part.version())
                        .filter(agreement -> agreement.n() >= FEWEST_RATED))
                .toList();
        boolean known = !agreements.isEmpty() && agreements.stream().allMatch(Optional::isPresent);
        List<DecisionAgreement> figures =
                known ? agreements.stream().flatMap(Optional::stream).toList() : List.of();
        return new Provenance(
                stored.credentialId(),
                issuer.name(),
                CredentialController.issuerDid(stored),
                stored.issuedAt(),
                stored.status(clock.instant()),
                assessed.stream().mapToInt(this::raters).min().orElse(0),
                known
                        ? (Double) figures.stream()
                                .mapToDouble(DecisionAgreement::share)
                                .min()
                                .orElseThrow()
                        : null,
                figures.stream().mapToInt(DecisionAgreement::n).min().orElse(0));
    }

    private int raters(Awards.Stored stored) {
        return assessments.history(Objects.requireNonNull(stored.submission())).stream()
                .filter(Feedback::earned)
                .findFirst()
                .map(feedback -> feedback.rated().fewest())
                .orElseGet(() -> assessments
                        .ratersKept(Objects.requireNonNull(stored.submission()))
                        .orElse(0));
    }
}
