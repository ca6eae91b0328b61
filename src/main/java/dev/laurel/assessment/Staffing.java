package dev.laurel.assessment;

import dev.laurel.assessment.Clearances.Part;
import dev.laurel.assessment.Clearances.Scope;
import dev.laurel.assessment.Crews.Crew;
import dev.laurel.assessment.Seats.Short;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffRole;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Where work waits that nobody can do, and why. */
@Service
public class Staffing {

    /** More than anybody looks at on one page; what is beyond it is told as soon as these are mended. */
    private static final int MOST_CASES = 500;

    private static final int MOST_TENANTS = 500;

    private final Seats seats;
    private final Crews crews;
    private final Clearances clearances;
    private final Catalogue catalogue;

    Staffing(Seats seats, Crews crews, Clearances clearances, Catalogue catalogue) {
        this.seats = seats;
        this.crews = crews;
        this.clearances = clearances;
        this.catalogue = catalogue;
    }

    /** What keeps work from being done. */
    public enum Reason {
        /** Nobody acts as an assessor. */
        NOBODY,
        /** The model asks for more independent ratings than there are assessors. */
        TOO_FEW,
        /** Too few are qualified for it, or they are paused. */
        NOT_QUALIFIED,
        /** Everybody who could rate has rated it, or declared a conflict of interest. */
        ALL_BARRED,
        /** A dispute, and everybody who could settle it rated the case or declared a conflict. */
        NOBODY_SETTLES,
        /** To be looked through for completeness, and every reviewer declared a conflict. */
        NOBODY_CHECKS;

        /** As message keys spell it: {@code too-few}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Submissions of one micro-credential that wait for the same reason.
     *
     * @param title of the micro-credential, in {@code language}
     * @param submissions how many
     * @param acting how many people act there for this kind of work
     * @param asked how many independent ratings the micro-credential asks for
     * @param oldestDue the earliest date among them, past or to come
     */
    public record Shortage(
            TenantId tenant,
            String title,
            String language,
            Reason reason,
            int submissions,
            int acting,
            int asked,
            Instant oldestDue) {}

    /** What cannot be done in these tenants, the most urgent first. */
    @Transactional(readOnly = true)
    public List<Shortage> in(Collection<TenantId> tenants) {
        return tenants.stream()
                .flatMap(tenant -> in(tenant).stream())
                .sorted(Comparator.comparing(Shortage::oldestDue))
                .toList();
    }

    /** What cannot be done anywhere, the most urgent first; for operators. */
    @Transactional(readOnly = true)
    public List<Shortage> everywhere() {
        return in(seats.waitingTenants(MOST_TENANTS));
    }

    private List<Shortage> in(TenantId tenant) {
        record Kind(VersionId version, Reason reason) {}
        Map<Kind, List<Short>> kinds = new LinkedHashMap<>();
        Map<Kind, Integer> whose = new LinkedHashMap<>();
        for (Crew crew : crews.of(tenant)) {
            for (Set<Seat> seatsAtOnce : atOnce(crew)) {
                for (Part part : parts(tenant, crew, seatsAtOnce)) {
                    for (Short found :
                            seats.shortOfPeople(tenant, seatsAtOnce, part.scope(), part.people(), null, MOST_CASES)) {
                        Kind kind = new Kind(found.version(), reason(crew, seatsAtOnce, part, found));
                        kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(found);
                        whose.put(kind, part.people().size());
                    }
                }
            }
        }
        List<Shortage> shortages = new ArrayList<>();
        kinds.forEach((kind, cases) -> catalogue
                .version(kind.version())
                .ifPresent(credential -> shortages.add(new Shortage(
                        tenant,
                        credential.title(),
                        credential.language(),
                        kind.reason(),
                        cases.size(),
                        Objects.requireNonNull(whose.get(kind)),
                        cases.get(0).asked(),
                        cases.stream()
                                .map(Short::dueAt)
                                .min(Comparator.naturalOrder())
                                .orElseThrow()))));
        return shortages;
    }

    /** Whether fewer people are left for this case than ratings of it wait. */
    boolean isShort(AssessmentCase about) {
        return crews.of(about.tenant()).stream().anyMatch(crew -> atOnce(crew).stream()
                .anyMatch(together -> parts(about.tenant(), crew, together).stream()
                        .anyMatch(part -> !seats.shortOfPeople(
                                        about.tenant(), together, part.scope(), part.people(), about.id(), 1)
                                .isEmpty())));
    }

    /** Qualified and not paused is asked of those who rate; neither of those who check nor of leads. */
    private List<Part> parts(TenantId tenant, Crew crew, Set<Seat> group) {
        return crew.role() == StaffRole.ASSESSOR && !group.contains(Seat.CHECK)
                ? clearances.parts(tenant, crew.people())
                : List.of(new Part(Scope.ALL, crew.people()));
    }

    /** Seats of one case that need different people; a check or a dispute never waits beside a rating. */
    private static List<Set<Seat>> atOnce(Crew crew) {
        List<Set<Seat>> groups = new ArrayList<>();
        for (Set<Seat> group : List.<Set<Seat>>of(
                EnumSet.of(Seat.CHECK), EnumSet.of(Seat.FIRST, Seat.SECOND), EnumSet.of(Seat.ADJUDICATOR))) {
            if (crew.seats().containsAll(group)) {
                groups.add(group);
            }
        }
        return groups;
    }

    private static Reason reason(Crew crew, Set<Seat> group, Part part, Short found) {
        if (crew.role() == StaffRole.ASSESSOR && crew.people().isEmpty()) {
            return Reason.NOBODY;
        }
        if (part.people().size() < crew.people().size() && part.people().size() < found.asked()) {
            return Reason.NOT_QUALIFIED;
        }
        if (group.contains(Seat.ADJUDICATOR)) {
            return Reason.NOBODY_SETTLES;
        }
        if (group.contains(Seat.CHECK)) {
            return Reason.NOBODY_CHECKS;
        }
        return crew.people().size() < found.asked() ? Reason.TOO_FEW : Reason.ALL_BARRED;
    }
}
