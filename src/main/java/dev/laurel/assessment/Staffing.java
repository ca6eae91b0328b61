package dev.laurel.assessment;

import dev.laurel.assessment.Clearances.Part;
import dev.laurel.assessment.Clearances.Scope;
import dev.laurel.assessment.Crews.Crew;
import dev.laurel.assessment.Seats.Short;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
        record Kind(TenantId tenant, VersionId version, Reason reason) {}
        Map<Kind, List<Short>> kinds = new LinkedHashMap<>();
        Map<Kind, Integer> whose = new LinkedHashMap<>();
        jobs(Set.copyOf(tenants)).forEach((job, where) -> shortOf(job, where).forEach(found -> {
            Kind kind = new Kind(found.tenant(), found.version(), reason(job.crew(), job.seats(), job.part(), found));
            kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(found);
            whose.put(kind, job.part().people().size());
        }));
        List<Shortage> shortages = new ArrayList<>();
        kinds.forEach((kind, cases) -> catalogue
                .version(kind.version())
                .ifPresent(credential -> shortages.add(new Shortage(
                        kind.tenant(),
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
        shortages.sort(Comparator.comparing(Shortage::oldestDue));
        return shortages;
    }

    /** What cannot be done anywhere, the most urgent first; for operators. */
    @Transactional(readOnly = true)
    public List<Shortage> everywhere() {
        return in(seats.waitingTenants(MOST_TENANTS));
    }

    /** Seats that wait for the same people. */
    private record Job(Crew crew, Set<Seat> seats, Part part) {}

    /** Tenants in which the same people do the same are looked at at once, however many a state has. */
    private Map<Job, Set<TenantId>> jobs(Set<TenantId> tenants) {
        Map<TenantId, List<Crew>> crewsOf = crews.of(tenants);
        Map<TenantId, Set<StaffId>> raters = new LinkedHashMap<>();
        crewsOf.forEach((tenant, all) -> all.stream()
                .filter(crew -> crew.role() == StaffRole.ASSESSOR)
                .forEach(crew -> raters.put(tenant, crew.people())));
        Map<TenantId, List<Part>> partsOf = clearances.parts(raters);
        Map<Job, Set<TenantId>> jobs = new LinkedHashMap<>();
        crewsOf.forEach((tenant, all) -> all.forEach(crew -> atOnce(crew).forEach(together -> parts(
                        partsOf.getOrDefault(tenant, List.of()), crew, together)
                .forEach(part -> jobs.computeIfAbsent(new Job(crew, together, part), key -> new LinkedHashSet<>())
                        .add(tenant)))));
        return jobs;
    }

    /** The most urgent of each tenant; one by one where all together are too many for one look. */
    private List<Short> shortOf(Job job, Set<TenantId> where) {
        List<Short> found = shortOf(job, where, MOST_CASES);
        return found.size() < MOST_CASES || where.size() == 1
                ? found
                : where.stream()
                        .flatMap(tenant -> shortOf(job, Set.of(tenant), MOST_CASES).stream())
                        .toList();
    }

    private List<Short> shortOf(Job job, Set<TenantId> where, int atMost) {
        return seats.shortOfPeople(
                where, job.seats(), job.part().scope(), job.part().people(), null, atMost);
    }

    /** Whether fewer people are left for this case than ratings of it wait. */
    boolean isShort(AssessmentCase about) {
        return jobs(Set.of(about.tenant())).keySet().stream().anyMatch(job -> !seats.shortOfPeople(
                        Set.of(about.tenant()),
                        job.seats(),
                        job.part().scope(),
                        job.part().people(),
                        about.id(),
                        1)
                .isEmpty());
    }

    /** Qualified and not paused is asked of those who rate; neither of those who check nor of leads. */
    private static List<Part> parts(List<Part> ofRaters, Crew crew, Set<Seat> group) {
        return crew.role() == StaffRole.ASSESSOR && !group.contains(Seat.CHECK)
                ? ofRaters
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
