package dev.laurel.assessment;

import dev.laurel.assessment.Pauses.Pause;
import dev.laurel.assessment.QualitySettings.Required;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Who may rate what at this moment: who is qualified where that is asked for, and not paused. */
@Component
class Clearances {

    private final Anchors anchors;
    private final Qualifications qualifications;
    private final Pauses pauses;
    private final Catalogue catalogue;
    private final Practice<QualitySettings> practice;
    private final Clock clock;

    Clearances(
            Anchors anchors,
            Qualifications qualifications,
            Pauses pauses,
            Catalogue catalogue,
            Practice<QualitySettings> practice,
            Clock clock) {
        this.anchors = anchors;
        this.qualifications = qualifications;
        this.pauses = pauses;
        this.catalogue = catalogue;
        this.practice = practice;
        this.clock = clock;
    }

    /**
     * Versions, by naming them or by naming the others.
     *
     * @param only whether these, and otherwise all but these
     */
    record Scope(boolean only, Set<VersionId> versions) {

        static final Scope ALL = new Scope(false, Set.of());

        boolean holds(VersionId version) {
            return only == versions.contains(version);
        }
    }

    /** Work that the same people may rate. */
    record Part(Scope scope, Set<StaffId> people) {}

    /** The work of a tenant, told apart by who of these people may rate it. Together the parts are all of it. */
    List<Part> parts(TenantId tenant, Set<StaffId> people) {
        return parts(Map.of(tenant, people)).getOrDefault(tenant, List.of());
    }

    /** The same of several tenants, each with its people. */
    Map<TenantId, List<Part>> parts(Map<TenantId, Set<StaffId>> peopleOf) {
        Map<TenantId, Set<MicroCredentialId>> enough = anchors.enough(peopleOf.keySet());
        Map<TenantId, List<Pause>> pausesOf = pauses.in(peopleOf.keySet());
        Map<TenantId, List<Part>> parts = new LinkedHashMap<>();
        peopleOf.forEach((tenant, people) -> {
            Required required = practice.of(tenant).required();
            parts.put(
                    tenant,
                    parts(
                            tenant,
                            people,
                            required,
                            required == Required.NEVER ? Set.of() : enough.getOrDefault(tenant, Set.of()),
                            pausesOf.getOrDefault(tenant, List.of())));
        });
        return parts;
    }

    private List<Part> parts(
            TenantId tenant, Set<StaffId> people, Required required, Set<MicroCredentialId> asked, List<Pause> paused) {
        Set<StaffId> going = new HashSet<>(people);
        paused.stream().filter(pause -> pause.family() == null).forEach(pause -> going.remove(pause.staff()));
        Set<MicroCredentialId> special = new HashSet<>(asked);
        for (Pause pause : paused) {
            if (pause.family() != null) {
                special.add(pause.family());
            }
        }
        if (special.isEmpty()) {
            return List.of(new Part(Scope.ALL, required == Required.ALWAYS ? Set.of() : Set.copyOf(going)));
        }
        Map<MicroCredentialId, Set<StaffId>> qualified = qualifications.current(tenant, clock.instant());
        Map<Set<StaffId>, Set<VersionId>> byPeople = new LinkedHashMap<>();
        Set<VersionId> named = new HashSet<>();
        catalogue.versionsOf(special).forEach((family, versions) -> {
            Set<StaffId> may = new HashSet<>(going);
            if (asked.contains(family) || required == Required.ALWAYS) {
                may.retainAll(qualified.getOrDefault(family, Set.of()));
            }
            paused.stream().filter(pause -> family.equals(pause.family())).forEach(pause -> may.remove(pause.staff()));
            byPeople.computeIfAbsent(may, key -> new HashSet<>()).addAll(versions);
            named.addAll(versions);
        });
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(new Scope(false, named), required == Required.ALWAYS ? Set.of() : Set.copyOf(going)));
        byPeople.forEach((may, versions) -> parts.add(new Part(new Scope(true, versions), Set.copyOf(may))));
        return parts;
    }
}
