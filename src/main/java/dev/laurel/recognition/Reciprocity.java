package dev.laurel.recognition;

import dev.laurel.badge.Compositions;
import dev.laurel.badge.Provenance;
import dev.laurel.badge.Provenances;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What agreements between authorities say of badges that come from elsewhere. */
@Component
public class Reciprocity {

    private final Rulebook rulebook;
    private final Recognition recognition;
    private final Provenances provenances;
    private final Compositions compositions;
    private final Clock clock;

    Reciprocity(
            Rulebook rulebook,
            Recognition recognition,
            Provenances provenances,
            Compositions compositions,
            Clock clock) {
        this.rulebook = rulebook;
        this.recognition = recognition;
        this.provenances = provenances;
        this.compositions = compositions;
        this.clock = clock;
    }

    /**
     * What each agreement of an authority says of a badge, those that recognise it first. Empty where the badge comes from
     * there, so that nothing has to be recognised, and where there is no agreement.
     *
     * @param tenant whose badge it is
     */
    public List<Judgement> judge(TenantId tenant, String credentialId, AuthorityCode accepting) {
        List<AuthorityCode> from = recognition.home(tenant, null).authorities().stream()
                .map(Authority::code)
                .toList();
        return from.contains(accepting)
                ? List.of()
                : provenances.of(tenant, credentialId).map(badge -> judge(badge, from, accepting)).stream()
                        .flatMap(List::stream)
                        .toList();
    }

    /** The same for a badge that somebody brought. */
    public List<Judgement> judge(Brought badge, AuthorityCode accepting) {
        TenantId earnedIn = badge.earnedIn();
        return earnedIn != null
                ? judge(earnedIn, badge.id(), accepting)
                : sorted(rulebook.current().agreements().getOrDefault(accepting, List.of()).stream()
                        .map(agreement -> Judgement.of(agreement, badge, clock.instant())));
    }

    /**
     * What agreements say of one badge.
     *
     * @param badge its name
     * @param itself whether it is the badge that is claimed, and not a part of it
     */
    record Judged(String badge, boolean itself, List<Judgement> judgements) {}

    /**
     * What agreements say of the parts of a badge that come from elsewhere, each by itself.
     *
     * @param brought everything that its earner brought
     */
    List<Judged> judgeParts(String credentialId, List<Brought> brought, AuthorityCode accepting) {
        Set<String> parts = new LinkedHashSet<>(compositions.parts(credentialId));
        compositions.elsewhere(credentialId).stream()
                .map(part -> Brought.idOf(part.address().toString()))
                .forEach(parts::add);
        return brought.stream()
                .filter(badge -> parts.contains(badge.id()))
                .filter(badge -> badge.earnedIn() == null || !liesIn(badge.earnedIn(), accepting))
                .map(badge -> new Judged(badge.name(), false, judge(badge, accepting)))
                .toList();
    }

    private boolean liesIn(TenantId tenant, AuthorityCode authority) {
        return recognition.home(tenant, null).authorities().stream()
                .anyMatch(each -> each.code().equals(authority));
    }

    /** The same for a badge of which it is known how it came about. @param from where it comes from */
    public List<Judgement> judge(Provenance badge, List<AuthorityCode> from, AuthorityCode accepting) {
        return sorted(rulebook.current().agreements().getOrDefault(accepting, List.of()).stream()
                .map(agreement -> Judgement.of(agreement, badge, from, clock.instant())));
    }

    private static List<Judgement> sorted(Stream<Judgement> judgements) {
        return judgements
                .sorted(Comparator.comparing((Judgement judgement) -> !judgement.recognised())
                        // Of those that do not, one that speaks of this issuer says more than one that does not.
                        .thenComparing(judgement -> judgement.partner() == null)
                        .thenComparing(judgement -> judgement.agreement().name()))
                .toList();
    }
}
