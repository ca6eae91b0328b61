package dev.laurel.wallet;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFile;
import dev.laurel.badge.EarnedBadge;
import dev.laurel.badge.EarnedBadges;
import dev.laurel.badge.LearnerRecords;
import dev.laurel.badge.PublishedEvidence;
import dev.laurel.badge.RecordFile;
import dev.laurel.badge.Renewing;
import dev.laurel.badge.Showing;
import dev.laurel.stack.LostParts;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import dev.laurel.wallet.Holdings.Held;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * What people do with their badges, the same in a window of an LMS and in the wallet outside. {@code base} is the address
 * of the wallet's first page there.
 */
@Component
class BadgeDesk {

    private static final Logger log = LoggerFactory.getLogger(BadgeDesk.class);
    private static final int PAGE_SIZE = 24;

    private final Holdings holdings;
    private final EarnedBadges badges;
    private final LearnerRecords records;
    private final Renewing renewing;
    private final Certificates certificates;
    private final LostParts lostParts;
    private final MessageSource messages;

    BadgeDesk(
            Holdings holdings,
            EarnedBadges badges,
            LearnerRecords records,
            Renewing renewing,
            Certificates certificates,
            LostParts lostParts,
            MessageSource messages) {
        this.holdings = holdings;
        this.badges = badges;
        this.records = records;
        this.renewing = renewing;
        this.certificates = certificates;
        this.lostParts = lostParts;
        this.messages = messages;
    }

    /** A state with its word, its look and its icon. */
    record Standing(String key, String kind, String icon) {

        static Standing of(Award.Status status) {
            return switch (status) {
                case VALID -> new Standing("wallet.status.valid", "earned", "patch-check-fill");
                case EXPIRED -> new Standing("wallet.status.expired", "others", "hourglass");
                case SUSPENDED -> new Standing("wallet.status.suspended", "lost", "pause-circle");
                case SUPERSEDED -> new Standing("wallet.status.superseded", "others", "arrow-repeat");
                case REVOKED -> new Standing("wallet.status.revoked", "lost", "slash-circle");
            };
        }
    }

    record Line(EarnedBadge badge, Standing standing) {}

    /** @param page from 0 */
    ModelAndView list(String template, Collection<Owner> owners, String base, int page) {
        int at = Math.max(0, page);
        List<EarnedBadge> found = holdings.of(owners, at, PAGE_SIZE + 1);
        return new ModelAndView(template)
                .addObject("base", base)
                .addObject("page", at)
                .addObject("pages", Paging.on(at, found.size(), PAGE_SIZE).pages())
                .addObject(
                        "lines",
                        found.stream()
                                .limit(PAGE_SIZE)
                                .map(badge -> new Line(
                                        badge, Standing.of(badge.award().status())))
                                .toList());
    }

    /** @throws NotFound when none of these earned that badge */
    ModelAndView badge(String template, Collection<Owner> owners, String base, String id, String done, Locale locale) {
        Held held = holdings.find(owners, id);
        EarnedBadge badge = held.badge();
        PublishedEvidence published = badge.published();
        return new ModelAndView(template)
                .addObject("base", base)
                .addObject("held", held)
                .addObject("badge", badge)
                .addObject("award", badge.award())
                .addObject("lost", lostParts.of(held.owner().tenant(), id))
                .addObject("standing", Standing.of(badge.award().status()))
                .addObject("offer", renewing.of(held.owner().tenant(), id).orElse(null))
                .addObject("name", holdings.name(held.owner()).orElse(null))
                .addObject("linkedIn", ShareLinks.linkedIn(badge))
                .addObject("embedding", ShareLinks.embedding(badge, alternative(badge, locale)))
                .addObject(
                        "files",
                        Arrays.stream(BadgeFile.values())
                                .filter(file -> badge.hosted() || !file.isHosted())
                                .toList())
                .addObject("choices", badges.filesToShow(held.owner().tenant(), id))
                .addObject("typed", published == null ? new PublishedEvidence("", "", "") : published)
                .addObject("done", done.matches("[a-z-]{1,20}") ? done : "");
    }

    private String alternative(EarnedBadge badge, Locale locale) {
        return messages.getMessage(
                "wallet.embed.alternative", new Object[] {badge.award().name(), badge.issuer()}, locale);
    }

    /** Lets more or less be seen. @throws NotFound when none of these earned that badge */
    void show(Collection<Owner> owners, String id, boolean open, boolean named) {
        Held held = holdings.find(owners, id);
        String name = named ? holdings.name(held.owner()).orElse(null) : null;
        badges.show(held.owner().tenant(), id, new Showing(open, name));
        log.info(
                "The earner of badge {} has its page {}, and {}",
                id,
                open ? "open" : "closed",
                named ? "named" : "no name");
    }

    /**
     * Publishes evidence with a badge.
     *
     * @param files of what was handed in, in the place of those published before
     * @param consent whether the earner said what publishing files asks for
     * @return the key of a message that says why not; empty when it was done
     * @throws NotFound when none of these earned that badge
     */
    String publish(
            Collection<Owner> owners,
            String id,
            PublishedEvidence evidence,
            Set<UUID> files,
            boolean consent,
            Locale locale) {
        Held held = holdings.find(owners, id);
        PublishedEvidence.Problem problem = evidence.problem(!files.isEmpty());
        if (problem == null && !files.isEmpty() && !consent) {
            problem = PublishedEvidence.Problem.NO_CONSENT;
        }
        if (problem != null) {
            return "wallet.publish.problem."
                    + problem.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return badges.publish(held.owner().tenant(), id, evidence, files, locale)
                ? ""
                : "wallet.publish.problem.revoked";
    }

    /** Takes back what was published. @throws NotFound when none of these earned that badge */
    String withdraw(Collection<Owner> owners, String id) {
        Held held = holdings.find(owners, id);
        return badges.withdraw(held.owner().tenant(), id) ? "" : "wallet.publish.problem.revoked";
    }

    /** @throws NotFound when none of these earned that badge, or it has no such form */
    ResponseEntity<byte[]> file(Collection<Owner> owners, String id, String form) {
        Held held = holdings.find(owners, id);
        BadgeFile file = Arrays.stream(BadgeFile.values())
                .filter(known -> known.key().equals(form))
                .findFirst()
                .orElseThrow(() -> new NotFound("No badge has the form " + form));
        byte[] bytes = badges.file(held.owner().tenant(), id, file);
        return download(file.fileName(id), file.mediaType(), bytes);
    }

    /** The badge on paper of that size, with its earner's name. @throws NotFound when none of these earned that badge */
    ResponseEntity<byte[]> certificate(Collection<Owner> owners, String id, String paper, Locale locale) {
        PaperSize size = PaperSize.of(paper, locale);
        Held held = holdings.find(owners, id);
        byte[] picture = badges.picture(held.owner().tenant(), id);
        byte[] pdf = certificates.of(held.badge(), holdings.name(held.owner()).orElse(""), picture, size, locale);
        return download("certificate-" + id + "-" + size.key() + ".pdf", MediaType.APPLICATION_PDF_VALUE, pdf);
    }

    /**
     * A Comprehensive Learner Record of the chosen badges.
     *
     * @param key of one of {@link RecordFile}
     * @param chosen absent for all that count now; empty for none
     * @param others badges of other issuers, put in as they are
     * @param email of the person; absent to leave it out
     * @throws WalletRefused when no badge is left to put in
     */
    ResponseEntity<byte[]> learnerRecord(
            String key,
            Collection<Owner> owners,
            @Nullable Collection<String> chosen,
            LearnerRecords.Others others,
            @Nullable String email,
            Locale locale) {
        String record = records.sign(
                Holdings.earners(owners),
                holdings.submissions(owners),
                chosen == null
                        ? Set.of()
                        // Who chose and names none is not given all.
                        : chosen.isEmpty() ? Set.of(Imports.NO_OTHER) : Set.copyOf(chosen),
                others,
                email,
                locale);
        if (record.isEmpty()) {
            throw WalletRefused.nothingToRecord();
        }
        RecordFile form = RecordFile.of(key).orElseThrow(() -> new NotFound("No record has the form " + key));
        return download(form.fileName(), form.mediaType(), records.as(form, record));
    }

    static ResponseEntity<byte[]> download(String name, String mediaType, byte[] bytes) {
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .contentType(MediaType.parseMediaType(mediaType))
                .cacheControl(CacheControl.noStore())
                .body(bytes);
    }
}
