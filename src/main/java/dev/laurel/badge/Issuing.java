package dev.laurel.badge;

import dev.laurel.badge.proof.Base58;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.SeriesSigning;
import dev.laurel.badge.proof.SigningKey;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.PersonId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.PublishedTogether;
import dev.laurel.tenant.TenantId;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Signs badges and stores them: one for a submission, however often it is asked. */
@Component
class Issuing {

    private static final Logger log = LoggerFactory.getLogger(Issuing.class);
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final int ATTEMPTS = 20;

    private final Issuers issuers;
    private final IssuerRights rights;
    private final StatusLists statusLists;
    private final CredentialDocument documents;
    private final Awards awards;
    private final ApplicationEventPublisher events;
    private final PublishedTogether together;
    private final Clock clock;
    private final SeriesSigning signing = new SeriesSigning(CredentialDocument.VARYING);
    private final SecureRandom random = new SecureRandom();

    Issuing(
            Issuers issuers,
            IssuerRights rights,
            StatusLists statusLists,
            CredentialDocument documents,
            Awards awards,
            ApplicationEventPublisher events,
            PublishedTogether together,
            Clock clock) {
        this.issuers = issuers;
        this.rights = rights;
        this.statusLists = statusLists;
        this.documents = documents;
        this.awards = awards;
        this.events = events;
        this.together = together;
        this.clock = clock;
    }

    /**
     * Signs, stores and tells.
     *
     * @param credentialId to become part of the address
     * @param dates absent for today and the validity that the achievement sets
     */
    @Transactional
    public void issue(String credentialId, Earned earned, CredentialDocument.@Nullable Dates dates) {
        Achievement achievement = earned.achievement();
        Issuer issuer = issuerOf(achievement);
        if (!rights.maySign(issuer, achievement.versionId(), earned.tenant())) {
            throw new IssuerOfOthers(achievement, issuer);
        }
        CredentialDocument.Dates valid = dates == null
                ? CredentialDocument.Dates.of(
                        clock.instant(), achievement.badge().validityMonths())
                : dates;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            StatusList.Entry status = statusLists.freeEntry(issuer);
            String signed = sign(documents.of(credentialId, earned, issuer, status, valid), issuer);
            if (awards.add(credentialId, earned, issuer.id(), status, valid, signed)) {
                if (earned.submission() != null) {
                    events.publishEvent(
                            new BadgeIssued(credentialId, earned.tenant(), earned.submission(), valid.validFrom()));
                }
                events.publishEvent(new BadgeSigned(credentialId, earned.tenant(), clock.instant()));
                statusLists.used(status.list(), 1);
                log.info("Signed badge {} for {}", credentialId, achievement.path());
                return;
            }
            boolean there = awards.withId(credentialId).isPresent()
                    || earned.submission() != null
                            && awards.of(earned.submission()).isPresent();
            if (there) {
                return; // another node heard the same and was quicker
            }
        }
        throw new IllegalStateException("No index was free for badge " + credentialId);
    }

    /** Whether a badge of it would be signed for somebody of that tenant. */
    boolean maySign(TenantId tenant, Achievement achievement) {
        return issuers.known(achievement.issuer())
                .map(issuer -> rights.maySign(issuer, achievement.versionId(), tenant))
                .orElse(true);
    }

    /** By the name that it gives; made where nobody is called so yet, for whoever writes it. */
    private Issuer issuerOf(Achievement achievement) {
        return issuers.named(achievement.issuer(), () -> rights.ownerAtFirst(achievement));
    }

    /**
     * A badge that was not stored.
     *
     * @param cause absent when its index of the status list was taken just now: it is simply tried again
     */
    record NotSigned(SubmissionId submission, @Nullable RuntimeException cause) {}

    /**
     * Signs, stores and tells of badges for submissions that have none: from today, for as long as their achievements set.
     * Within a transaction. What cannot be signed stops none of the others.
     */
    List<NotSigned> issue(Collection<Earned> earned) {
        Map<Issuer, List<Earned>> byIssuer = new LinkedHashMap<>();
        Map<MicroCredential.Issuer, Issuer> known = new HashMap<>();
        for (Earned each : earned) {
            Issuer issuer = known.computeIfAbsent(each.achievement().issuer(), unseen -> issuerOf(each.achievement()));
            byIssuer.computeIfAbsent(issuer, unseen -> new ArrayList<>()).add(each);
        }
        List<NotSigned> not = new ArrayList<>();
        byIssuer.forEach((issuer, all) -> {
            Set<Earned> foreign = rights.foreign(issuer, all);
            for (Earned each : foreign) {
                not.add(new NotSigned(
                        Objects.requireNonNull(each.submission()), new IssuerOfOthers(each.achievement(), issuer)));
            }
            List<Earned> own =
                    all.stream().filter(each -> !foreign.contains(each)).toList();
            if (!own.isEmpty()) {
                not.addAll(issue(issuer, own));
            }
        });
        return not;
    }

    private List<NotSigned> issue(Issuer issuer, List<Earned> earned) {
        Instant now = clock.instant();
        SigningKey key = issuers.signingKey(issuer);
        List<StatusList.Entry> entries = statusLists.freeEntries(issuer, earned.size());
        List<NotSigned> not = new ArrayList<>();
        List<Awards.New> signed = new ArrayList<>();
        for (int i = 0; i < earned.size(); i++) {
            Earned each = earned.get(i);
            String id = newCredentialId();
            CredentialDocument.Dates dates =
                    CredentialDocument.Dates.of(now, each.achievement().badge().validityMonths());
            try {
                String text = sign(documents.of(id, each, issuer, entries.get(i), dates), key);
                signed.add(new Awards.New(id, each, issuer.id(), entries.get(i), dates, text));
            } catch (RuntimeException e) {
                not.add(new NotSigned(Objects.requireNonNull(each.submission()), e));
            }
        }
        List<Object> news = new ArrayList<>();
        boolean[] stored = awards.add(signed);
        for (int i = 0; i < stored.length; i++) {
            Awards.New each = signed.get(i);
            SubmissionId submission = Objects.requireNonNull(each.earned().submission());
            if (stored[i]) {
                TenantId tenant = each.earned().tenant();
                news.add(new BadgeIssued(
                        each.credentialId(), tenant, submission, each.dates().validFrom()));
                news.add(new BadgeSigned(each.credentialId(), tenant, now));
                log.info(
                        "Signed badge {} for {}",
                        each.credentialId(),
                        each.earned().achievement().path());
            } else {
                not.add(new NotSigned(submission, null));
            }
        }
        together.publish(news);
        if (!news.isEmpty()) {
            statusLists.used(entries.get(0).list(), news.size() / 2);
        }
        return not;
    }

    /**
     * Signs a badge again under its own id, to correct it: for another address, with what the issuer is called now, by the
     * key that signs now. Hosts take the later {@code validFrom} for the one that counts (Open Badges 3.0, 7.2).
     *
     * @param email absent to leave the recipient as it is
     */
    void signAgain(Awards.Stored award, @Nullable String email) {
        Issuer issuer = issuerIn(award);
        replace(
                award,
                issuer,
                documents.corrected(CredentialController.read(award.credential()), issuer, email, clock.instant()));
    }

    /**
     * Signs a badge again under its own id, with what its earner publishes.
     *
     * @param evidence empty to publish nothing any more
     */
    void signWith(Awards.Stored award, Optional<PublishedEvidence> evidence) {
        replace(
                award,
                issuerIn(award),
                documents.publishing(CredentialController.read(award.credential()), evidence, clock.instant()));
    }

    /**
     * Signs a badge by the key that signs now, with nothing changed but the proof: the one before says nothing any more when
     * others know its key. A revoked badge stays revoked, and still says so.
     *
     * @return false when somebody else was quicker
     */
    boolean signUnchanged(Awards.Stored award) {
        JsonObject document = JSON.createObjectBuilder(CredentialController.read(award.credential()))
                .remove("proof")
                .build();
        if (!awards.replaceProof(award, sign(document, issuerIn(award)))) {
            return false;
        }
        if (award.revokedAt() == null) {
            events.publishEvent(new BadgeSigned(award.credentialId(), award.tenant(), clock.instant()));
        }
        return true;
    }

    /**
     * The same for many badges that name the identifier under which the issuer is given. Within a transaction.
     *
     * @return how many were stored; the others were changed meanwhile
     */
    int signUnchanged(Issuer issuer, List<Awards.Stored> all) {
        SigningKey key = issuers.signingKey(issuer);
        List<String> signed = new ArrayList<>();
        for (Awards.Stored award : all) {
            JsonObject before = CredentialController.read(award.credential());
            if (!before.getJsonObject("issuer").getString("id").equals(issuer.did())) {
                throw new IllegalStateException("Badge " + award.credentialId() + " does not name " + issuer.did());
            }
            signed.add(sign(JSON.createObjectBuilder(before).remove("proof").build(), key));
        }
        Instant now = clock.instant();
        boolean[] stored = awards.replaceProofs(all, signed);
        List<BadgeSigned> news = new ArrayList<>();
        int count = 0;
        for (int i = 0; i < stored.length; i++) {
            Awards.Stored award = all.get(i);
            count += stored[i] ? 1 : 0;
            if (stored[i] && award.revokedAt() == null) {
                news.add(new BadgeSigned(award.credentialId(), award.tenant(), now));
            }
        }
        together.publish(news);
        return count;
    }

    /** Signs a badge of badges again under its id, which cites one badge where it cited another before. */
    void signCiting(Awards.Stored award, String before, Composition.Part now) {
        replace(
                award,
                issuerIn(award),
                documents.citing(CredentialController.read(award.credential()), before, now, clock.instant()));
    }

    /**
     * Signs and stores a badge that comes in the place of another, for the same submission.
     *
     * @param email absent to leave the recipient as it is
     * @return its credential id
     */
    String signInPlaceOf(
            Awards.Stored earlier, PersonId earner, CredentialDocument.Dates dates, @Nullable String email) {
        SubmissionId submission = Objects.requireNonNull(earlier.submission());
        Issuer issuer = issuers.byId(earlier.issuer()).orElseThrow();
        JsonObject before = CredentialController.read(earlier.credential());
        String id = newCredentialId();
        awards.handOver(earlier, earner);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            StatusList.Entry status = statusLists.freeEntry(issuer);
            String signed = sign(documents.inPlaceOf(before, id, issuer, status, dates, email), issuer);
            if (awards.addInPlaceOf(earlier, id, status, dates, signed)) {
                statusLists.used(status.list(), 1);
                events.publishEvent(new BadgeIssued(id, earlier.tenant(), submission, dates.validFrom()));
                events.publishEvent(new BadgeSigned(id, earlier.tenant(), clock.instant()));
                log.info("Signed badge {} in the place of {}", id, earlier.credentialId());
                return id;
            }
        }
        throw new IllegalStateException("No index was free for a badge in the place of " + earlier.credentialId());
    }

    /** Under the identifier that the badge names: one id, one issuer. */
    private Issuer issuerIn(Awards.Stored award) {
        return issuers.byId(award.issuer()).orElseThrow().as(CredentialController.issuerDid(award));
    }

    private void replace(Awards.Stored award, Issuer issuer, JsonObject document) {
        if (!awards.replace(award, sign(document, issuer))) {
            throw new IllegalStateException("Badge " + award.credentialId() + " was changed meanwhile");
        }
        events.publishEvent(new BadgeSigned(award.credentialId(), award.tenant(), clock.instant()));
        log.info("Signed badge {} again", award.credentialId());
    }

    private String sign(JsonObject document, Issuer issuer) {
        return sign(document, issuers.signingKey(issuer));
    }

    private String sign(JsonObject document, SigningKey key) {
        try {
            return signing.sign(document, key, clock.instant()).toString();
        } catch (NotCoveredByProof e) {
            throw new IllegalStateException("This badge cannot be signed: " + e.getMessage(), e);
        }
    }

    /** 128 random bits: an address that can be shared but not guessed. */
    String newCredentialId() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return Base58.encode(id);
    }
}
