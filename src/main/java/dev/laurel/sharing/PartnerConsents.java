package dev.laurel.sharing;

import dev.laurel.assessment.PartnerRatings;
import dev.laurel.assessment.PartnerRatings.Look;
import dev.laurel.assessment.PartnerRatings.Standing;
import dev.laurel.catalog.Catalogue;
import dev.laurel.sharing.DoubleScoring.Agreed;
import dev.laurel.submission.AskedAtHandIn;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether an earner lets an assessor of a partner rate their work as well. Nothing is shown to a partner without a yes; a yes
 * is taken back at any time, and what was rated counts no more from then on.
 */
@Component
public class PartnerConsents implements AskedAtHandIn {

    /** Names the words that are said yes to; a test sees to it that it changes when they do. */
    static final String WORDING = "2026-11";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Catalogue catalogue;
    private final Tenants tenants;
    private final DoubleScoring agreements;
    private final PartnerRatings ratings;
    private final MessageSource messages;

    PartnerConsents(
            JdbcClient jdbc,
            Clock clock,
            Catalogue catalogue,
            Tenants tenants,
            DoubleScoring agreements,
            PartnerRatings ratings,
            MessageSource messages) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.catalogue = catalogue;
        this.tenants = tenants;
        this.agreements = agreements;
        this.ratings = ratings;
        this.messages = messages;
    }

    /**
     * What an earner said yes to, and what became of it.
     *
     * @param organisation whose assessor may see the work
     * @param wording which words were said yes to
     * @param standing absent as long as nothing was drawn, and for what chance passed by
     * @param looks of that organisation, the latest first
     */
    public record Consent(
            UUID agreement,
            String organisation,
            String wording,
            String locale,
            Instant givenAt,
            @Nullable Instant withdrawnAt,
            @Nullable Standing standing,
            List<Look> looks) {

        public Consent {
            looks = List.copyOf(looks);
        }

        /** Whether there is a yes to take back. */
        public boolean stands() {
            return withdrawnAt == null;
        }
    }

    @Override
    public List<Choice> of(Submission draft, Locale locale) {
        return asked(draft).stream()
                .map(agreed -> {
                    String who = name(agreed.other(draft.tenant()));
                    return new Choice(
                            agreed.id(),
                            messages.getMessage("sharing.consent.title", null, locale),
                            List.of(
                                    messages.getMessage("sharing.consent.who", new Object[] {who}, locale),
                                    messages.getMessage("sharing.consent.what-for", null, locale),
                                    messages.getMessage("sharing.consent.free", null, locale)),
                            messages.getMessage("sharing.consent.yes", new Object[] {who}, locale));
                })
                .toList();
    }

    /** Only first attempts go to partners: whoever rates a later one would have to be told what stands. */
    private List<Agreed> asked(Submission draft) {
        return draft.practice() || draft.attempt() != 1
                ? List.of()
                : catalogue
                        .version(draft.version())
                        .map(version -> agreements.running(draft.tenant(), version))
                        .orElse(List.of());
    }

    @Override
    @Transactional
    public void answered(Submission draft, Set<UUID> agreed, String locale) {
        Set<UUID> yes = new HashSet<>(agreed);
        List<UUID> asked = asked(draft).stream().map(Agreed::id).toList();
        yes.retainAll(asked);
        Set<UUID> standing = standing(draft.id());
        for (UUID before : standing) {
            // It was handed in before and taken back: what is ticked now is what holds.
            if (!yes.contains(before)) {
                end(draft.id(), before);
            }
        }
        for (UUID said : yes) {
            if (!standing.contains(said)) {
                give(draft.tenant(), draft.id(), said, locale);
            }
        }
    }

    /** Puts a yes on record. */
    void give(TenantId tenant, SubmissionId submission, UUID agreement, String locale) {
        jdbc.sql("""
                        insert into sharing_consent (id, agreement_id, tenant_id, submission_id, wording, locale, given_at)
                        values (:id, :agreement, :tenant, :submission, :wording, :locale, :now)""")
                .param("id", Ids.next())
                .param("agreement", agreement)
                .param("tenant", tenant.value())
                .param("submission", submission.value())
                .param("wording", WORDING)
                .param("locale", locale.length() > 35 ? locale.substring(0, 35) : locale)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** The agreements under which a yes stands for this submission; nobody takes one back until the transaction ends. */
    Set<UUID> standing(SubmissionId submission) {
        return Set.copyOf(jdbc.sql("select agreement_id from sharing_consent where submission_id = :submission"
                        + " and withdrawn_at is null for update")
                .param("submission", submission.value())
                .query(UUID.class)
                .list());
    }

    private boolean end(SubmissionId submission, UUID agreement) {
        return jdbc.sql("update sharing_consent set withdrawn_at = :now where submission_id = :submission"
                                + " and agreement_id = :agreement and withdrawn_at is null")
                        .param("now", Timestamp.from(clock.instant()))
                        .param("submission", submission.value())
                        .param("agreement", agreement)
                        .update()
                > 0;
    }

    /** What this earner said yes to; the latest first. */
    @Transactional(readOnly = true)
    public List<Consent> of(Submission own) {
        record Row(
                UUID agreement,
                String wording,
                String locale,
                Instant given,
                @Nullable Instant withdrawn) {}
        List<Row> rows = jdbc.sql("select agreement_id, wording, locale, given_at, withdrawn_at from sharing_consent"
                        + " where submission_id = :submission and tenant_id = :tenant"
                        + " order by given_at desc, id fetch first 50 rows only")
                .param("submission", own.id().value())
                .param("tenant", own.tenant().value())
                .query((row, number) -> {
                    Timestamp withdrawn = row.getTimestamp("withdrawn_at");
                    return new Row(
                            row.getObject("agreement_id", UUID.class),
                            row.getString("wording"),
                            row.getString("locale"),
                            row.getTimestamp("given_at").toInstant(),
                            withdrawn == null ? null : withdrawn.toInstant());
                })
                .list();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<UUID, Standing> standing = ratings.standing(own.tenant(), own.id());
        List<Look> looks = ratings.looksAt(own.tenant(), own.id());
        return rows.stream()
                .map(row -> {
                    Optional<TenantId> partner =
                            agreements.find(row.agreement()).map(agreed -> agreed.other(own.tenant()));
                    return new Consent(
                            row.agreement(),
                            partner.map(this::name).orElse(""),
                            row.wording(),
                            row.locale(),
                            row.given(),
                            row.withdrawn(),
                            standing.get(row.agreement()),
                            looks.stream()
                                    .filter(look -> partner.filter(look.partner()::equals)
                                            .isPresent())
                                    .toList());
                })
                .toList();
    }

    /** Takes a yes back: nobody there sees the work from now on. False where there is none. */
    @Transactional
    public boolean withdraw(Submission own, UUID agreement) {
        boolean withdrawn = standing(own.id()).contains(agreement) && end(own.id(), agreement);
        if (withdrawn) {
            ratings.withdraw(own.id(), agreement);
        }
        return withdrawn;
    }

    private String name(TenantId tenant) {
        return tenants.nameOf(tenant).orElse("");
    }
}
