package dev.laurel.recognition;

import dev.laurel.badge.Compositions;
import dev.laurel.badge.Compositions.Issued;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.person.PersonId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.recognition.ClaimRows.Approval;
import dev.laurel.recognition.ExportFormat.Column;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes claims into the columns of an export, each cell as the authority wants it. What is not known is empty. */
@Component
class ExportCells {

    private final ClaimRows claims;
    private final Rulebook rulebook;
    private final Dossiers dossiers;
    private final Recognition recognition;
    private final Compositions compositions;
    private final Catalogue catalogue;
    private final BroughtBadges brought;
    private final Staff staff;
    private final Tenants tenants;

    ExportCells(
            ClaimRows claims,
            Rulebook rulebook,
            Dossiers dossiers,
            Recognition recognition,
            Compositions compositions,
            Catalogue catalogue,
            BroughtBadges brought,
            Staff staff,
            Tenants tenants) {
        this.claims = claims;
        this.rulebook = rulebook;
        this.dossiers = dossiers;
        this.recognition = recognition;
        this.compositions = compositions;
        this.catalogue = catalogue;
        this.brought = brought;
        this.staff = staff;
        this.tenants = tenants;
    }

    /** What stays the same over many pages of claims, so that it is asked for once. */
    static final class Known {
        private final Map<TenantId, String> districts = new HashMap<>();
        private final Map<String, Rule> rules = new HashMap<>();
    }

    private record Facts(
            Map<PersonId, String> names,
            Map<String, Issued> issued,
            Map<ClaimId, Approval> approvals,
            Map<StaffId, String> officers,
            Known known) {}

    /** The cells of each claim, in the order of the claims. At most a page of them at a time. */
    List<List<String>> of(ExportFormat format, List<Claim> page, Known known) {
        Facts facts = facts(format, page, known);
        return page.stream()
                .map(claim -> format.columns().stream()
                        .map(column -> cell(column, claim, format.zone(), facts))
                        .toList())
                .toList();
    }

    private Facts facts(ExportFormat format, List<Claim> page, Known known) {
        Map<String, Issued> issued = new HashMap<>();
        if (format.has(ExportField.AWARDED_ON) || format.has(ExportField.ISSUER)) {
            page.stream()
                    .filter(claim -> claim.home() != null)
                    .collect(Collectors.groupingBy(claim -> Objects.requireNonNull(claim.home())))
                    .forEach((home, theirs) -> issued.putAll(compositions.issued(
                            home,
                            theirs.stream().map(Claim::credentialId).distinct().toList())));
        }
        Map<ClaimId, Approval> approvals =
                claims.approvals(page.stream().map(Claim::id).toList());
        return new Facts(
                format.has(ExportField.NAME) ? dossiers.names(page) : Map.of(),
                issued,
                approvals,
                staff.names(approvals.values().stream()
                        .map(Approval::officer)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet())),
                known);
    }

    private String cell(Column column, Claim claim, ZoneId zone, Facts facts) {
        return switch (column.field().shape()) {
            case PLAIN -> plain(column.field(), claim, facts);
            case DAY -> day(dayOf(column.field(), claim, facts), column, zone);
            case NUMBER -> number(numberOf(column.field(), claim), column);
            case WORD -> {
                String word = wordOf(column.field(), claim);
                yield inTheirWords(column, word);
            }
            case FIXED -> orEmpty(column.text());
            case ASKED -> orEmpty(claim.educatorNumber());
        };
    }

    private String plain(ExportField field, Claim claim, Facts facts) {
        return switch (field) {
            case NAME -> orEmpty(facts.names().get(claim.person()));
            case DISTRICT ->
                facts.known().districts.computeIfAbsent(claim.tenant(), tenant -> tenants.nameOf(tenant)
                        .orElse(""));
            case BADGE -> claim.badge();
            case CREDENTIAL -> claim.offerId();
            case ISSUER -> issuer(claim, facts);
            case CYCLE_FROM ->
                cycleYears(claim)
                        .map(years -> String.valueOf(claim.cycleEnds() - years))
                        .orElse("");
            case CYCLE_TO -> String.valueOf(claim.cycleEnds());
            case LICENCE -> orEmpty(claim.licence());
            case CLAIM -> claim.id().value().toString();
            case DECIDED_BY -> decidedBy(claim, facts);
            case RULE -> claim.ruleName() + " " + claim.ruleVersion();
            case SOURCE -> rule(claim, facts).source().title();
            case SOURCE_ADDRESS -> orEmpty(rule(claim, facts).source().url());
            case VERIFY -> dossiers.address(claim);
            default -> throw new IllegalStateException("No plain field: " + field);
        };
    }

    private Optional<Integer> cycleYears(Claim claim) {
        return recognition.authority(claim.authority()).map(Authority::needs).orElse(List.of()).stream()
                .filter(need -> need.kind() == claim.kind() && need.unit().equals(claim.unit()) && need.years() != null)
                .map(Authority.Need::years)
                .findFirst();
    }

    private String issuer(Claim claim, Facts facts) {
        return claim.origin() != null
                ? claim.origin().issuer()
                : Optional.ofNullable(facts.issued().get(claim.credentialId()))
                        .flatMap(badge -> catalogue.achievement(badge.achievement()))
                        .map(Achievement::issuer)
                        .map(issuer -> issuer.name())
                        .orElse("");
    }

    private String decidedBy(Claim claim, Facts facts) {
        Approval approval = facts.approvals().get(claim.id());
        if (approval == null) {
            return "";
        }
        return approval.officer() != null
                ? facts.officers().getOrDefault(approval.officer(), "")
                // Nobody decided: an agreement did.
                : claims.recognised(claim.id()).stream()
                        .findFirst()
                        .map(Claims.Recognised::name)
                        .orElse("");
    }

    private Rule rule(Claim claim, Facts facts) {
        return facts.known()
                .rules
                .computeIfAbsent(claim.ruleName() + " " + claim.ruleVersion(), key -> rulebook.behind(claim));
    }

    private @Nullable Instant dayOf(ExportField field, Claim claim, Facts facts) {
        return switch (field) {
            case AWARDED_ON -> awarded(claim, facts);
            case REQUESTED_ON -> claim.requestedAt();
            case DECIDED_ON -> {
                Approval approval = facts.approvals().get(claim.id());
                yield approval == null ? null : approval.at();
            }
            case CHANGED_ON ->
                switch (ExportStatus.of(claim)) {
                    case APPROVED -> null;
                    case WITHDRAWN -> claim.since();
                    case BADGE_REVOKED -> claim.flaggedAt();
                };
            default -> throw new IllegalStateException("No day: " + field);
        };
    }

    private @Nullable Instant awarded(Claim claim, Facts facts) {
        if (claim.home() == null) {
            return brought.of(claim.tenant(), claim.person()).stream()
                    .filter(badge -> badge.id().equals(claim.credentialId()))
                    .map(Brought::issuedAt)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        Issued issued = facts.issued().get(claim.credentialId());
        return issued == null ? null : issued.at();
    }

    private static @Nullable BigDecimal numberOf(ExportField field, Claim claim) {
        if (field == ExportField.AMOUNT) {
            return claim.amount();
        }
        // Nobody here knows the hours of a badge of another issuer.
        return claim.creditedHours() == 0 ? null : BigDecimal.valueOf(claim.creditedHours());
    }

    /** A claim may count as several categories, each of which has its own word. */
    private static String inTheirWords(Column column, String word) {
        return column.words()
                .getOrDefault(
                        word,
                        Arrays.stream(word.split("; "))
                                .map(part -> column.words().getOrDefault(part, part))
                                .collect(Collectors.joining("; ")));
    }

    private static String wordOf(ExportField field, Claim claim) {
        return switch (field) {
            case VALUE -> claim.kind().key();
            case UNIT -> claim.unit();
            case CATEGORY -> orEmpty(claim.category());
            case STATUS -> ExportStatus.of(claim).key();
            default -> throw new IllegalStateException("No word: " + field);
        };
    }

    /**
     * One row that nobody's claim is behind, for an authority that has none yet.
     *
     * @param made what stands for each field that is neither a day nor a number nor fixed
     */
    static List<String> example(ExportFormat format, Function<ExportField, String> made) {
        Instant noon = LocalDate.of(2027, 3, 4).atTime(12, 0).toInstant(ZoneOffset.UTC);
        return format.columns().stream()
                .map(column -> switch (column.field().shape()) {
                    case DAY -> day(noon, column, format.zone());
                    case NUMBER -> number(BigDecimal.valueOf(6), column);
                    case FIXED -> orEmpty(column.text());
                    case WORD ->
                        column.words().values().stream()
                                .sorted()
                                .findFirst()
                                .orElseGet(() -> made.apply(column.field()));
                    case PLAIN, ASKED -> made.apply(column.field());
                })
                .toList();
    }

    private static String day(@Nullable Instant at, Column column, ZoneId zone) {
        return at == null
                ? ""
                : DateTimeFormatter.ofPattern(Objects.requireNonNull(column.date()), Locale.ENGLISH)
                        .format(LocalDate.ofInstant(at, zone));
    }

    private static String number(@Nullable BigDecimal number, Column column) {
        if (number == null) {
            return "";
        }
        return column.decimals() == null
                ? number.stripTrailingZeros().toPlainString()
                : number.setScale(column.decimals(), RoundingMode.HALF_UP).toPlainString();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The cells of a row with what is personal taken out. */
    static List<String> withoutPerson(ExportFormat format, List<String> cells) {
        Collection<Column> columns = format.columns();
        Iterator<Column> column = columns.iterator();
        return cells.stream()
                .map(cell -> column.hasNext() && column.next().field().isPersonal() ? "" : cell)
                .toList();
    }
}
