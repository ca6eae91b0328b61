package dev.laurel.recognition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.recognition.Scope.Offer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which micro-credentials of the catalogue would fill what somebody is missing, by the authority's own rules. */
@Component
public class Fillers {

    private static final int MOST_SHOWN = 5;
    private static final int AT_ONCE = 500;
    private static final int MOST_COMPARED = 5_000;

    /** What counts most with an authority changes with its rules and with the catalogue, and neither often. */
    private final Cache<Key, List<Counting>> counting = Caffeine.newBuilder()
            .maximumSize(500)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    private final Catalogue catalogue;
    private final Recognition recognition;

    Fillers(Catalogue catalogue, Recognition recognition) {
        this.catalogue = catalogue;
        this.recognition = recognition;
    }

    /** @param mark changes when a rule or the day does */
    private record Key(AuthorityCode authority, ValueKind kind, String unit, String mark) {}

    /** @param amount absent where the rule names no figure */
    private record Counting(
            MicroCredentialId id,
            VersionId version,
            String title,
            String language,
            String path,
            @Nullable BigDecimal amount,
            String rule,
            List<String> licences,
            List<String> categories) {}

    /**
     * What would fill it.
     *
     * @param offers those that count most first, at most five
     * @param undecided whether the authority counts micro-credentials for it, and names no figure
     */
    public record Fill(List<Filler> offers, boolean undecided) {

        static final Fill NOTHING = new Fill(List.of(), false);

        public Fill {
            offers = List.copyOf(offers);
        }
    }

    /**
     * A micro-credential that counts for what is missing.
     *
     * @param path of its public page
     * @param categories of what is missing, those that its units may count as; empty where units are not split
     */
    public record Filler(String title, String language, String path, BigDecimal amount, List<String> categories) {

        public Filler {
            categories = List.copyOf(categories);
        }
    }

    /** How far somebody is with one thing, and what would fill what is missing. */
    public record Outlook(Progress progress, Fill fill) {}

    /** @param earned what this person has earned already, whichever version */
    public Fill of(Progress progress, Set<MicroCredentialId> earned) {
        return of(progress, each -> earned.contains(each.id()));
    }

    /**
     * The same for whoever has badges that these pages define, whichever version.
     *
     * @param pages addresses that end in the micro-credential and its version
     */
    public Fill forHolder(Progress progress, Collection<String> pages) {
        Set<String> earned = pages.stream()
                .map(page -> page.split("/"))
                .filter(parts -> parts.length > 1)
                .map(parts -> parts[parts.length - 2])
                .collect(Collectors.toSet());
        return of(progress, each -> earned.contains(each.id().value()));
    }

    private Fill of(Progress progress, Predicate<Counting> earned) {
        if (progress.missing().signum() == 0) {
            return Fill.NOTHING;
        }
        List<Filler> offers = new ArrayList<>();
        boolean undecided = false;
        for (Counting each : counting(progress)) {
            List<String> fitting = each.categories().stream()
                    .filter(progress.missingCategories()::contains)
                    .toList();
            boolean fits = progress.parts().isEmpty() || each.categories().isEmpty() || !fitting.isEmpty();
            if (!fits || !isFor(progress, each) || progress.isUsedUp(each.rule()) || earned.test(each)) {
                continue;
            }
            BigDecimal amount = each.amount();
            if (amount == null) {
                undecided = true;
            } else if (offers.size() < MOST_SHOWN && amount.signum() > 0 && catalogue.isOpen(each.version())) {
                offers.add(new Filler(each.title(), each.language(), each.path(), amount, fitting));
            }
        }
        return new Fill(offers, undecided && offers.isEmpty());
    }

    private static boolean isFor(Progress progress, Counting counting) {
        String licence = progress.licence();
        return licence == null
                || counting.licences().isEmpty()
                || counting.licences().contains(licence);
    }

    private List<Counting> counting(Progress progress) {
        Authority authority = progress.authority();
        Authority.Need need = progress.need();
        String mark = recognition.at(authority.code()).map(Home::mark).orElse("");
        return counting.get(
                new Key(authority.code(), need.kind(), need.unit(), mark), key -> rank(authority.code(), need));
    }

    private List<Counting> rank(AuthorityCode authority, Authority.Need need) {
        List<Counting> all = new ArrayList<>();
        List<MicroCredential> page;
        int number = 0;
        do {
            page = catalogue.search("", number++, AT_ONCE);
            page.forEach(credential -> all.addAll(lines(credential, authority, need)));
        } while (page.size() == AT_ONCE && number * AT_ONCE < MOST_COMPARED);
        all.sort(Comparator.comparing(Counting::amount, Comparator.nullsLast(Comparator.reverseOrder()))
                .thenComparing(Counting::title));
        return List.copyOf(all);
    }

    private Collection<Counting> lines(MicroCredential credential, AuthorityCode authority, Authority.Need need) {
        return recognition.worth(Offer.of(credential), authority).map(Worth::lines).orElse(List.of()).stream()
                .filter(line ->
                        line.fits() && line.kind() == need.kind() && line.unit().equals(need.unit()))
                .limit(1)
                .map(line -> new Counting(
                        credential.id(),
                        credential.versionId(),
                        credential.title(),
                        credential.language(),
                        credential.path(),
                        line.forOne(),
                        line.rule().name(),
                        line.rule().licences(),
                        line.rule().categories()))
                .toList();
    }
}
