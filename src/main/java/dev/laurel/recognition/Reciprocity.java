package dev.laurel.recognition;

import dev.laurel.badge.Provenance;
import dev.laurel.badge.Provenances;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** What agreements between authorities say of badges that come from elsewhere. */
@Component
public class Reciprocity {

    private final Rulebook rulebook;
    private final Recognition recognition;
    private final Provenances provenances;
    private final Clock clock;

    Reciprocity(Rulebook rulebook, Recognition recognition, Provenances provenances, Clock clock) {
        this.rulebook = rulebook;
        this.recognition = recognition;
        this.provenances = provenances;
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

    /** The same for a badge of which it is known how it came about. @param from where it comes from */
    public List<Judgement> judge(Provenance badge, List<AuthorityCode> from, AuthorityCode accepting) {
        return rulebook.current().agreements().getOrDefault(accepting, List.of()).stream()
                .map(agreement -> Judgement.of(agreement, badge, from, clock.instant()))
                .sorted(Comparator.comparing((Judgement judgement) -> !judgement.recognised())
                        .thenComparing(judgement -> judgement.agreement().name()))
                .toList();
    }
}
