package dev.laurel.assessment;

import dev.laurel.assessment.DoubleRatings.Cell;
import dev.laurel.assessment.DoubleRatings.RaterCell;
import dev.laurel.assessment.PairSums.Figures;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How far our own raters agree, from their two original ratings; what settled a dispute counts for nothing here. */
@Service
class AgreementStatistics {

    private final DoubleRatings doubles;
    private final Catalogue catalogue;
    private final Staff staff;

    AgreementStatistics(DoubleRatings doubles, Catalogue catalogue, Staff staff) {
        this.doubles = doubles;
        this.catalogue = catalogue;
        this.staff = staff;
    }

    record OfVersion(MicroCredential credential, Figures figures) {}

    /**
     * @param table how often which levels met, first rater's down
     */
    record OfCriterion(Criterion criterion, Figures figures, int[][] table) {}

    /** One person's ratings against those of whoever rated the same. */
    record OfRater(StaffId rater, String name, Figures figures) {}

    /** Versions with pairs since then, those with most first; page from 0. */
    @Transactional(readOnly = true)
    public List<OfVersion> byVersion(Collection<TenantId> tenants, Instant since, int page, int pageSize) {
        List<VersionId> versions = doubles.versions(tenants, since, page, pageSize);
        Map<VersionId, PairSums> sums = new HashMap<>();
        for (Cell cell : doubles.cells(tenants, since, versions)) {
            add(sums.computeIfAbsent(cell.version(), version -> new PairSums()), cell);
        }
        return versions.stream()
                .flatMap(version -> catalogue.version(version).stream())
                .filter(credential -> sums.containsKey(credential.versionId()))
                .map(credential -> new OfVersion(
                        credential,
                        Objects.requireNonNull(sums.get(credential.versionId())).figures()))
                .toList();
    }

    /** The criteria of one version, in the rubric's order. */
    @Transactional(readOnly = true)
    public List<OfCriterion> byCriterion(Collection<TenantId> tenants, Instant since, MicroCredential credential) {
        List<Cell> cells = doubles.cells(tenants, since, List.of(credential.versionId()));
        return credential.rubric().criteria().stream()
                .map(criterion -> {
                    PairSums sums = new PairSums();
                    int[][] table = new int[criterion.levels().size()]
                            [criterion.levels().size()];
                    for (Cell cell : cells) {
                        if (cell.criterion().equals(criterion.id())) {
                            sums.add(criterion, cell.first(), cell.second(), cell.count());
                            table[index(criterion, cell.first())][index(criterion, cell.second())] += cell.count();
                        }
                    }
                    return new OfCriterion(criterion, sums.figures(), table);
                })
                .toList();
    }

    private static int index(Criterion criterion, String key) {
        return criterion.levels().stream().map(level -> level.key()).toList().indexOf(key);
    }

    /**
     * People with pairs since then, those with most first.
     *
     * @param version of one version only, or null for all
     * @param page from 0
     */
    @Transactional(readOnly = true)
    public List<OfRater> byRater(
            Collection<TenantId> tenants, Instant since, @Nullable VersionId version, int page, int pageSize) {
        List<StaffId> raters = doubles.raters(tenants, since, version, page, pageSize);
        Map<StaffId, PairSums> sums = new HashMap<>();
        for (RaterCell cell : doubles.cellsOf(tenants, since, version, raters)) {
            add(sums.computeIfAbsent(cell.rater(), rater -> new PairSums()), cell.cell());
        }
        Map<StaffId, String> names = staff.names(new HashSet<>(raters));
        return raters.stream()
                .filter(sums::containsKey)
                .map(rater -> new OfRater(
                        rater,
                        names.getOrDefault(rater, ""),
                        Objects.requireNonNull(sums.get(rater)).figures()))
                .toList();
    }

    /** All pairs of one version together. */
    @Transactional(readOnly = true)
    public Figures of(TenantId tenant, Instant since, VersionId version) {
        PairSums sums = new PairSums();
        doubles.cells(List.of(tenant), since, List.of(version)).forEach(cell -> add(sums, cell));
        return sums.figures();
    }

    private void add(PairSums sums, Cell cell) {
        Optional<Criterion> criterion = catalogue
                .version(cell.version())
                .flatMap(credential -> credential.rubric().criterion(cell.criterion()));
        criterion.ifPresent(found -> sums.add(found, cell.first(), cell.second(), cell.count()));
    }
}
