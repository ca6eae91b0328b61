package dev.laurel.wallet;

import dev.laurel.badge.Award;
import dev.laurel.badge.CompositionNews;
import dev.laurel.badge.Compositions;
import dev.laurel.badge.Proceeding;
import dev.laurel.person.Persons;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.submission.Turnaround;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Post;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;

/**
 * Writes to the earner of a badge that is made of others what becomes of it, each thing once: to the verified addresses of
 * the wallet that keeps it, otherwise to the one that the platform gave: a wallet that only a joining made is opened by
 * nobody. Never with the reason, which stands on the badge's page. What cannot be sent is tried again while it is of use and
 * still true; a notice until its earner's time to answer is over.
 */
@Component
class CompositionLetters {

    private static final Logger log = LoggerFactory.getLogger(CompositionLetters.class);
    private static final Duration OF_USE = Duration.ofDays(7);
    private static final int AT_ONCE = 100;
    private static final String MOVED_ON = "moved-on";

    private final Wallets wallets;
    private final Post post;
    private final Persons persons;
    private final Compositions compositions;
    private final Turnaround turnaround;
    private final MessageSource messages;
    private final LaurelSettings settings;
    private final JdbcClient jdbc;
    private final Clock clock;

    CompositionLetters(
            Wallets wallets,
            Post post,
            Persons persons,
            Compositions compositions,
            Turnaround turnaround,
            MessageSource messages,
            LaurelSettings settings,
            JdbcClient jdbc,
            Clock clock) {
        this.wallets = wallets;
        this.post = post;
        this.persons = persons;
        this.compositions = compositions;
        this.turnaround = turnaround;
        this.messages = messages;
        this.settings = settings;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** One letter that is owed or was. */
    private record Owed(String credentialId, TenantId tenant, EarnerNotice.Kind kind, Instant about) {}

    /** Told twice, it is noted once. The mail server is talked to outside of any transaction. */
    @ApplicationModuleListener(propagation = Propagation.NOT_SUPPORTED)
    void on(CompositionNews news) {
        // Databases keep less of a second than clocks do.
        Owed owed = new Owed(
                news.credentialId(), news.tenant(), news.kind(), news.about().truncatedTo(ChronoUnit.MICROS));
        jdbc.sql(
                        "insert into wallet_composition_letter (credential_id, kind, about, tenant_id, state, owed_at, looked_at)"
                                + " values (:credential, :kind, :about, :tenant, 'OWED', :now, :now) on conflict do nothing")
                .param("credential", owed.credentialId())
                .param("kind", owed.kind().name())
                .param("about", Timestamp.from(owed.about()))
                .param("tenant", owed.tenant().value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        take(owed);
    }

    /** Those that could not be sent, the longest not tried first. */
    void again() {
        jdbc.sql("select credential_id, tenant_id, kind, about from wallet_composition_letter where state = 'OWED'"
                        + " order by looked_at, credential_id fetch first " + AT_ONCE + " rows only")
                .query((row, number) -> new Owed(
                        row.getString("credential_id"),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        EarnerNotice.Kind.valueOf(row.getString("kind")),
                        row.getTimestamp("about").toInstant()))
                .list()
                .forEach(this::take);
    }

    /** Of several that try, one gets it. What broke off while it was sent is not sent again. */
    private void take(Owed owed) {
        if (change(owed, "OWED", "SENDING", null)) {
            String problem = send(owed);
            boolean again = problem != null
                    && !problem.equals(MOVED_ON)
                    && clock.instant().isBefore(ofUseUntil(owed));
            change(owed, "SENDING", problem == null ? "SENT" : again ? "OWED" : "NOT_SENT", problem);
        }
    }

    private boolean change(Owed owed, String from, String to, @Nullable String problem) {
        return jdbc.sql("update wallet_composition_letter set state = :to, problem = :problem, looked_at = :now"
                                + " where credential_id = :credential and kind = :kind and about = :about"
                                + " and state = :from")
                        .param("to", to)
                        .param("from", from)
                        .param("problem", problem)
                        .param("now", Timestamp.from(clock.instant()))
                        .param("credential", owed.credentialId())
                        .param("kind", owed.kind().name())
                        .param("about", Timestamp.from(owed.about()))
                        .update()
                > 0;
    }

    private static Instant ofUseUntil(Owed owed) {
        return owed.kind() == EarnerNotice.Kind.BADGE_NOTICE
                ? owed.about()
                : owed.about().plus(OF_USE);
    }

    /** @return why it was not sent; null when it was, to one address at least */
    private @Nullable String send(Owed owed) {
        Owner owner = compositions
                .holding(owed.tenant(), owed.credentialId())
                .map(holding -> new Owner(holding.tenant(), holding.earner()))
                .orElse(null);
        Award award = owner == null
                ? null
                : compositions
                        .of(owner.tenant(), owner.person(), owed.credentialId())
                        .orElse(null);
        if (owner == null || award == null || !stillTrue(owed, award)) {
            return MOVED_ON;
        }
        if (!post.works()) {
            return "no-server";
        }
        Optional<WalletId> wallet = wallets.keeping(owner);
        List<Address> addresses = wallet.map(wallets::addresses).orElseGet(() -> ofPlatform(owner));
        if (addresses.isEmpty()) {
            return "no-address";
        }
        Locale locale = persons.locale(owner.tenant(), owner.person());
        String key = "wallet.mail.composed." + owed.kind().key();
        Object[] blanks = {award.name(), day(owed, locale), where(owed, wallet.isPresent(), locale)};
        String subject = messages.getMessage(key + ".subject", blanks, locale);
        String text = messages.getMessage(key + ".text", blanks, locale);
        long taken = addresses.stream()
                .filter(address -> isTaken(address, subject, text, locale))
                .count();
        return taken > 0 ? null : "refused";
    }

    private boolean isTaken(Address to, String subject, String text, Locale locale) {
        try {
            post.send(to.text(), subject, text, locale, null);
            return true;
        } catch (MailException e) {
            log.warn(
                    "A letter about a badge made of badges could not be sent: {}",
                    e.getClass().getSimpleName());
            return false;
        }
    }

    private boolean stillTrue(Owed owed, Award award) {
        return switch (owed.kind()) {
            case BADGE_NOTICE -> canBeAnswered(award.proceeding(), owed.about());
            case BADGE_STAYS -> award.proceeding() == null && award.status() != Award.Status.REVOKED;
            case BADGE_SUSPENDED -> award.status() == Award.Status.SUSPENDED;
            case BADGE_LIFTED -> award.status() == Award.Status.VALID;
            // What has come in its place does not undo it.
            case BADGE_REVOKED -> award.status() == Award.Status.REVOKED || award.status() == Award.Status.SUPERSEDED;
            default -> true;
        };
    }

    private boolean canBeAnswered(@Nullable Proceeding open, Instant until) {
        return open != null
                && open.ownAnswer() == null
                && open.answer() == null
                && clock.instant().isBefore(open.answerBy())
                && Duration.between(open.answerBy(), until).abs().compareTo(Duration.ofMillis(1)) < 0;
    }

    private String where(Owed owed, boolean kept, Locale locale) {
        if (!kept) {
            return messages.getMessage("wallet.mail.composed.window", null, locale);
        }
        String page = "/wallet/badges/" + owed.credentialId();
        return settings.at(owed.kind() == EarnerNotice.Kind.BADGE_NOTICE ? page + "/hearing" : page)
                .toString();
    }

    private List<Address> ofPlatform(Owner owner) {
        return persons.readers(owner.tenant(), List.of(owner.person())).values().stream()
                .flatMap(reader -> Address.typed(reader.address()).stream())
                .toList();
    }

    /** The day where the programme is, and where that is. */
    private String day(Owed owed, Locale locale) {
        ZoneId zone = turnaround.zone(owed.tenant());
        String written = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .withZone(zone)
                .format(owed.about());
        Object[] blanks = {written, zone.getDisplayName(TextStyle.FULL_STANDALONE, locale)};
        return messages.getMessage("wallet.mail.composed.day", blanks, locale);
    }
}
