package dev.laurel.recognition;

import dev.laurel.badge.Award;
import dev.laurel.badge.Provenance;
import dev.laurel.recognition.Agreement.Declared;
import dev.laurel.recognition.Agreement.Partner;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an agreement says of a badge from elsewhere, with every condition laid open. A badge is recognised when each is met;
 * what nobody knows is not met.
 *
 * @param partner under which it falls; absent when its issuer is none that is accepted
 */
public record Judgement(Agreement agreement, @Nullable Partner partner, List<Condition> conditions) {

    public Judgement {
        conditions = List.copyOf(conditions);
    }

    public enum Outcome {
        MET,
        NOT_MET,
        UNKNOWN;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param key ends the key of its message: {@code issuer}, {@code dates}, {@code status}, {@code double-scored},
     *     {@code agreement}, {@code age}, {@code quality}
     * @param wanted what the agreement asks for, as far as it is not in the message
     * @param found what is so, as far as it is known
     * @param declared where the partner says so; absent for what this installation knows by itself
     */
    public record Condition(
            String key,
            Outcome outcome,
            @Nullable String wanted,
            @Nullable String found,
            @Nullable String declared) {}

    public boolean recognised() {
        return conditions.stream().allMatch(condition -> condition.outcome() == Outcome.MET);
    }

    /**
     * @param from the authorities where the badge's district lies, the closest first
     * @param now the moment at which age and dates are looked at
     */
    static Judgement of(Agreement agreement, Provenance badge, Collection<AuthorityCode> from, Instant now) {
        Partner partner = agreement.partners().stream()
                .filter(each -> each.issuers().isEmpty()
                        ? from.contains(each.authority())
                        : each.names(badge.issuer(), badge.issuerId()))
                .findFirst()
                .orElse(null);
        Condition status = new Condition("status", met(badge.status() == Award.Status.VALID), null, null, null);
        return of(
                agreement,
                partner,
                badge,
                new Condition("issuer", met(partner != null), null, badge.issuer(), null),
                status,
                now);
    }

    /**
     * The same for a badge of another issuer, of which nothing is known here but what it says and who signed it. What an
     * issuer calls itself proves nothing, so only its id counts.
     */
    static Judgement of(Agreement agreement, Brought badge, Instant now) {
        Partner partner = agreement.partners().stream()
                .filter(each -> each.issuers().contains(badge.issuerId()))
                .findFirst()
                .orElse(null);
        Outcome verified =
                switch (badge.state()) {
                    case VERIFIED -> Outcome.MET;
                    case FAILED -> Outcome.NOT_MET;
                    case UNKNOWN -> Outcome.UNKNOWN;
                };
        Instant checked = badge.checkedAt();
        Condition status = new Condition(
                "status",
                verified,
                null,
                checked == null
                        ? null
                        : LocalDate.ofInstant(checked, ZoneOffset.UTC).toString(),
                null);
        Instant issued = badge.issuedAt();
        Provenance said = new Provenance(
                badge.id(),
                badge.issuer(),
                badge.issuerId(),
                issued == null ? Instant.EPOCH : issued,
                Award.Status.VALID,
                0,
                null,
                0);
        return of(
                agreement,
                partner,
                said,
                new Condition("issuer", met(partner != null), null, badge.issuer() + ", " + badge.issuerId(), null),
                status,
                now);
    }

    private static Judgement of(
            Agreement agreement,
            @Nullable Partner partner,
            Provenance badge,
            Condition issuer,
            Condition status,
            Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Declared declared = partner == null ? null : partner.declared();
        Agreement.Conditions asked = agreement.conditions();
        List<Condition> conditions = new ArrayList<>();
        conditions.add(issuer);
        conditions.add(new Condition("dates", met(agreement.holdsOn(today)), null, null, null));
        conditions.add(status);
        if (asked.doubleScored()) {
            conditions.add(doubleScored(badge, declared));
        }
        if (asked.agreement() != null) {
            conditions.add(agreement(asked.agreement(), badge, declared));
        }
        if (asked.notOlderThanMonths() != null) {
            Instant oldest = now.atOffset(ZoneOffset.UTC)
                    .minusMonths(asked.notOlderThanMonths())
                    .toInstant();
            conditions.add(new Condition(
                    "age",
                    met(!badge.issuedAt().isBefore(oldest)),
                    asked.notOlderThanMonths().toString(),
                    LocalDate.ofInstant(badge.issuedAt(), ZoneOffset.UTC).toString(),
                    null));
        }
        if (asked.qualityChecklist()) {
            String checklist = declared == null ? null : declared.qualityChecklist();
            conditions.add(
                    declared == null || checklist == null
                            ? new Condition("quality", Outcome.UNKNOWN, null, null, null)
                            : new Condition("quality", Outcome.MET, null, checklist, origin(declared)));
        }
        return new Judgement(agreement, partner, conditions);
    }

    private static Condition doubleScored(Provenance badge, @Nullable Declared declared) {
        if (badge.raters() > 0) {
            return new Condition("double-scored", met(badge.raters() >= 2), null, String.valueOf(badge.raters()), null);
        }
        Boolean said = declared == null ? null : declared.doubleScored();
        return said == null || declared == null
                ? new Condition("double-scored", Outcome.UNKNOWN, null, null, null)
                : new Condition("double-scored", met(said), null, said ? "2" : "1", origin(declared));
    }

    private static Condition agreement(BigDecimal least, Provenance badge, @Nullable Declared declared) {
        String wanted = percent(least);
        if (badge.agreement() != null) {
            BigDecimal share = BigDecimal.valueOf(badge.agreement());
            return new Condition("agreement", met(share.compareTo(least) >= 0), wanted, percent(share), null);
        }
        BigDecimal said = declared == null ? null : declared.agreement();
        return said == null || declared == null
                ? new Condition("agreement", Outcome.UNKNOWN, wanted, null, null)
                : new Condition("agreement", met(said.compareTo(least) >= 0), wanted, percent(said), origin(declared));
    }

    /** Rounded down, so that what is short of a figure never looks like it. */
    private static String percent(BigDecimal share) {
        return share.movePointRight(2)
                .setScale(1, java.math.RoundingMode.DOWN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String origin(Declared declared) {
        return declared.source().title() + ", " + declared.on();
    }

    private static Outcome met(boolean met) {
        return met ? Outcome.MET : Outcome.NOT_MET;
    }
}
