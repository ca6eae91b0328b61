package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.catalog.Catalogue;
import dev.laurel.person.PersonId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Badges in the hands of those who earned them: what others see of them, what is published with them, and every form to
 * take away. Whose a badge is has to be known by whoever calls.
 */
@Component
public class EarnedBadges {

    private final Awards awards;
    private final Badges badges;
    private final Compositions compositions;
    private final Issuers issuers;
    private final Showings showings;
    private final Issuing issuing;
    private final Catalogue catalogue;
    private final BadgeImages images;
    private final BadgeFiles files;
    private final Successors successors;
    private final PublishedFiles publishedFiles;
    private final Proceedings proceedings;
    private final Clock clock;

    EarnedBadges(
            Awards awards,
            Badges badges,
            Compositions compositions,
            Issuers issuers,
            Showings showings,
            Issuing issuing,
            Catalogue catalogue,
            BadgeImages images,
            BadgeFiles files,
            Successors successors,
            PublishedFiles publishedFiles,
            Proceedings proceedings,
            Clock clock) {
        this.awards = awards;
        this.badges = badges;
        this.compositions = compositions;
        this.issuers = issuers;
        this.showings = showings;
        this.issuing = issuing;
        this.catalogue = catalogue;
        this.images = images;
        this.files = files;
        this.successors = successors;
        this.publishedFiles = publishedFiles;
        this.proceedings = proceedings;
        this.clock = clock;
    }

    /**
     * The badges of people, the latest first; those made of badges are among them.
     *
     * @param submissions all of theirs
     * @param page from 0
     */
    public List<EarnedBadge> of(
            Collection<PersonId> earners, Collection<SubmissionId> submissions, int page, int pageSize) {
        return awards.of(submissions, earners, page, pageSize).stream()
                .flatMap(id -> awards.withId(id).stream())
                .flatMap(stored -> earned(stored).stream())
                .toList();
    }

    /** Empty when the tenant has no such badge, or it is nobody's. */
    public Optional<EarnedBadge> find(TenantId tenant, String credentialId) {
        return awards.withId(credentialId)
                .filter(stored -> stored.tenant().equals(tenant))
                .flatMap(this::earned);
    }

    private Optional<EarnedBadge> earned(Stored stored) {
        Optional<Award> award = stored.submission() == null
                ? awards.composedEarner(stored.credentialId())
                        .flatMap(earner -> compositions.of(stored.tenant(), earner, stored.credentialId()))
                : badges.of(stored.tenant(), stored.submission());
        return award.map(found -> earned(stored, found));
    }

    private EarnedBadge earned(Stored stored, Award award) {
        Issuer issuer = issuers.byId(stored.issuer()).orElseThrow();
        JsonObject credential = CredentialController.read(stored.credential());
        CredentialView view = CredentialView.of(credential);
        JsonObject achievement = credential.getJsonObject("credentialSubject").getJsonObject("achievement");
        return new EarnedBadge(
                award,
                issuer.name(),
                issuer.colour(),
                issuer.accent(),
                view.language(),
                view.achievementUrl(),
                view.description(),
                view.assessed(),
                view.alignments().stream()
                        .map(alignment -> new EarnedBadge.Standard(alignment.framework(), alignment.code()))
                        .toList(),
                achievement.getInt("creditsAvailable", 0),
                achievement.getJsonObject("image").getString("id"),
                HostedDocuments.isOffered(credential, issuer),
                showings.of(stored.credentialId()),
                view.published(),
                successors.of(stored.credentialId()).orElse(null),
                successors.before(stored.credentialId()).orElse(null));
    }

    /**
     * Keeps what an earner answers to a notice that their badge may be revoked, for the officer who decides.
     *
     * @param hearingAsked whether they ask to be heard in person before anything is decided
     * @return whether it was kept; not where nothing is open any more, or they have answered before
     * @throws NotFound when the tenant has no such badge
     */
    @Transactional
    public boolean answerNotice(TenantId tenant, String credentialId, String answer, boolean hearingAsked) {
        return proceedings
                .open(stored(tenant, credentialId).credentialId())
                .filter(open -> proceedings.answeredByEarner(open, answer, hearingAsked, clock.instant()))
                .isPresent();
    }

    /** Lets more or less be seen, from now on. @throws NotFound when the tenant has no such badge */
    @Transactional
    public void show(TenantId tenant, String credentialId, Showing showing) {
        stored(tenant, credentialId);
        showings.keep(tenant, credentialId, showing);
    }

    /**
     * Signs the badge again under its own id, with this evidence in the place of what was published before.
     *
     * @return false when the badge is revoked, so that nothing can be added any more
     * @throws NotFound when the tenant has no such badge
     */
    @Transactional
    public boolean publish(TenantId tenant, String credentialId, PublishedEvidence evidence) {
        return publish(tenant, credentialId, evidence, Set.of(), Locale.ENGLISH);
    }

    /**
     * The same, with files of what was handed in, in the place of those that were published before.
     *
     * @param files ids of {@link #filesToShow}; that no pupil shows in them without a release, the earner has said
     * @param locale in which the earner said so
     */
    @Transactional
    public boolean publish(
            TenantId tenant, String credentialId, PublishedEvidence evidence, Set<UUID> files, Locale locale) {
        if (evidence.problem(!files.isEmpty()) != null) {
            throw new IllegalArgumentException("Cannot be published: " + evidence.problem());
        }
        Stored stored = stored(tenant, credentialId);
        if (stored.revokedAt() != null) {
            return false;
        }
        boolean fewer = stored.submission() != null
                && publishedFiles.choices(tenant, stored.submission()).stream()
                        .anyMatch(file -> file.shown() && !files.contains(file.id()));
        PublishedEvidence all = stored.submission() == null
                ? evidence
                : evidence.with(publishedFiles.show(tenant, stored.submission(), files, locale));
        if (all.problem() != null) {
            // Files that were chosen have been removed meanwhile, and nothing else was to be published.
            issuing.signWith(stored, Optional.empty());
        } else {
            issuing.signWith(stored, Optional.of(all));
        }
        if (fewer) {
            awards.forgetEarlierTokens(credentialId);
        }
        return true;
    }

    /** Files of the evidence for a badge that its earner may publish with it; none for a badge of badges. */
    public List<FileToShow> filesToShow(TenantId tenant, String credentialId) {
        SubmissionId submission = stored(tenant, credentialId).submission();
        return submission == null ? List.of() : publishedFiles.choices(tenant, submission);
    }

    /**
     * Takes back what was published: the badge is signed again without it, and no earlier text of it is kept here.
     *
     * @return false when the badge is revoked: its text is closed to all but its earner then
     * @throws NotFound when the tenant has no such badge
     */
    @Transactional
    public boolean withdraw(TenantId tenant, String credentialId) {
        Stored stored = stored(tenant, credentialId);
        if (stored.submission() != null) {
            publishedFiles.withdraw(tenant, stored.submission());
        }
        if (stored.revokedAt() != null) {
            return false;
        }
        issuing.signWith(stored, Optional.empty());
        awards.forgetEarlierTokens(credentialId);
        return true;
    }

    /** Evidence is gone: its files are published no longer, words and link stay. */
    @Transactional
    public void withdrawFiles(TenantId tenant, SubmissionId submission) {
        if (!publishedFiles.withdraw(tenant, submission)) {
            return;
        }
        awards.of(submission).filter(stored -> stored.revokedAt() == null).ifPresent(stored -> {
            PublishedEvidence left = CredentialView.of(CredentialController.read(stored.credential()))
                    .published();
            issuing.signWith(
                    stored,
                    Optional.ofNullable(left)
                            .map(evidence -> evidence.with(List.of()))
                            .filter(evidence -> evidence.problem() == null));
            awards.forgetEarlierTokens(stored.credentialId());
        });
    }

    private Stored stored(TenantId tenant, String credentialId) {
        return awards.withId(credentialId)
                .filter(found -> found.tenant().equals(tenant))
                .orElseThrow(() -> new NotFound("No badge " + credentialId + " in this tenant"));
    }

    /** The badge as a file, also while its page is closed to others. @throws NotFound when it has no such form */
    public byte[] file(TenantId tenant, String credentialId, BadgeFile form) {
        return files.of(stored(tenant, credentialId), form);
    }

    /** The picture alone, a PNG of 640 pixels. */
    public byte[] picture(TenantId tenant, String credentialId) {
        Stored stored = stored(tenant, credentialId);
        return images.png(
                issuers.byId(stored.issuer()).orElseThrow(),
                catalogue.achievement(stored.version()).orElseThrow());
    }
}
