package dev.laurel.journey;

import dev.laurel.assessment.Assessments;
import dev.laurel.assessment.Feedback;
import dev.laurel.assessment.PartnerRatings.Look;
import dev.laurel.badge.Award;
import dev.laurel.badge.Badges;
import dev.laurel.badge.EarnedBadges;
import dev.laurel.badge.PendingBadge;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.coaching.CoachingRecords;
import dev.laurel.course.MemberSchools;
import dev.laurel.course.PlacementId;
import dev.laurel.gradebook.GradeStatus;
import dev.laurel.gradebook.Gradebook;
import dev.laurel.lti.Accounts;
import dev.laurel.lti.Accounts.Account;
import dev.laurel.person.DeletionRequest;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.PrivacyTrail;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.Claims;
import dev.laurel.recognition.Cycles;
import dev.laurel.sharing.PartnerConsents;
import dev.laurel.sharing.PartnerConsents.Consent;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.EvidenceFiles;
import dev.laurel.submission.OwnData;
import dev.laurel.submission.OwnRecords;
import dev.laurel.submission.OwnWork;
import dev.laurel.submission.Renewal;
import dev.laurel.submission.Renewals;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.tenant.School;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that Laurel holds about one person as a ZIP: JSON beside the files, one submission at a time, so that it takes
 * no more memory than the longest text. Whoever else had to do with it (assessors, officers) is left out.
 */
@Component
class DataCopy {

    private static final Logger log = LoggerFactory.getLogger(DataCopy.class);
    private static final int MOST_BADGES = 1000;
    private static final ObjectWriter JSON = JsonMapper.shared().writerWithDefaultPrettyPrinter();

    private final Persons persons;
    private final Accounts accounts;
    private final Submissions submissions;
    private final OwnRecords records;
    private final Renewals renewals;
    private final OwnData ownData;
    private final Catalogue catalogue;
    private final Assessments assessments;
    private final Gradebook gradebook;
    private final Badges badges;
    private final EarnedBadges earned;
    private final Claims claims;
    private final Cycles cycles;
    private final PrivacyTrail trail;
    private final CoachingRecords coaching;
    private final PartnerConsents partners;
    private final MemberSchools members;
    private final MessageSource messages;

    DataCopy(
            Persons persons,
            Accounts accounts,
            Submissions submissions,
            OwnRecords records,
            Renewals renewals,
            OwnData ownData,
            Catalogue catalogue,
            Assessments assessments,
            Gradebook gradebook,
            Badges badges,
            EarnedBadges earned,
            Claims claims,
            Cycles cycles,
            PrivacyTrail trail,
            CoachingRecords coaching,
            PartnerConsents partners,
            MemberSchools members,
            MessageSource messages) {
        this.members = members;
        this.persons = persons;
        this.accounts = accounts;
        this.submissions = submissions;
        this.records = records;
        this.renewals = renewals;
        this.ownData = ownData;
        this.catalogue = catalogue;
        this.assessments = assessments;
        this.gradebook = gradebook;
        this.badges = badges;
        this.earned = earned;
        this.claims = claims;
        this.cycles = cycles;
        this.trail = trail;
        this.coaching = coaching;
        this.partners = partners;
        this.messages = messages;
    }

    private record AboutYou(
            UUID number,
            @Nullable String name,
            @Nullable String email,
            List<AccountCopy> accounts,
            List<String> schools,
            @Nullable Instant deletionAskedAt,
            List<BadgeCopy> badges,
            List<PrivacyTrail.Step> privacySteps,
            List<ClaimCopy> claims,
            Map<String, Integer> cyclesEnd,
            Map<String, Map<String, Integer>> cyclesOfLicencesEnd,
            Map<String, String> teachesAs,
            List<CoachingRecords.Written> writtenAsCoach) {}

    private record AccountCopy(
            UUID number,
            @Nullable String name,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String email,
            Instant firstSeen) {}

    private record Work(
            UUID number,
            String microCredential,
            String title,
            @Nullable Asked asked,
            SubmissionState state,
            Instant since,
            @Nullable Instant expectedBy,
            boolean practice,
            @Nullable EvidenceRemoval evidenceRemoval,
            List<OwnWork.Step> history,
            List<OwnWork.Attempt> attempts,
            Map<UUID, String> files,
            List<Decided> decisions,
            List<Assessments.Step> whatWasDoneWithIt,
            List<GradeStatus> grades,
            @Nullable BadgeCopy badge,
            @Nullable PendingBadge badgeNotIssued,
            List<RenewalCopy> renewals,
            List<ClaimCopy> claims,
            List<CoachingRecords.Shared> sharedWith,
            List<ConsentCopy> partnersWhoMayRate) {}

    /** What the author's short names stand for that the rest speaks in: questions, pieces, criteria, levels. */
    private record Asked(
            Map<String, String> questions,
            Map<String, String> pieces,
            Map<String, String> criteria,
            Map<String, String> levels) {

        static Asked of(MicroCredential credential) {
            Map<String, String> questions = new LinkedHashMap<>();
            Map<String, String> pieces = new LinkedHashMap<>();
            Map<String, String> criteria = new LinkedHashMap<>();
            Map<String, String> levels = new LinkedHashMap<>();
            for (MicroCredential.Part part : credential.parts()) {
                part.questions().forEach(question -> questions.put(question.id(), question.prompt()));
                part.artefacts().forEach(piece -> pieces.put(piece.id(), piece.title()));
            }
            credential.rubric().criteria().forEach(criterion -> criteria.put(criterion.id(), criterion.title()));
            credential.scale().levels().forEach(level -> levels.put(level.key(), level.label()));
            return new Asked(questions, pieces, criteria, levels);
        }
    }

    /** A yes to a partner's rating, and each look of theirs. */
    private record ConsentCopy(
            String organisation,
            String wording,
            String locale,
            Instant givenAt,
            @Nullable Instant withdrawnAt,
            @Nullable String standing,
            List<Instant> looks) {}

    private static ConsentCopy copy(Consent consent) {
        return new ConsentCopy(
                consent.organisation(),
                consent.wording(),
                consent.locale(),
                consent.givenAt(),
                consent.withdrawnAt(),
                consent.standing() == null ? null : consent.standing().name().toLowerCase(Locale.ROOT),
                consent.looks().stream().map(Look::at).toList());
    }

    /** What was handed in so that a badge is renewed, and the last answer. */
    private record RenewalCopy(
            String badge,
            String state,
            String text,
            @Nullable Integer hours,
            @Nullable Instant handedInAt,
            @Nullable Instant decidedAt,
            @Nullable String answer,
            List<UUID> files) {}

    private static RenewalCopy copy(Renewal renewal) {
        return new RenewalCopy(
                renewal.credentialId(),
                renewal.state().key(),
                renewal.text(),
                renewal.hours(),
                renewal.handedInAt(),
                renewal.decidedAt(),
                renewal.words(),
                renewal.files().stream().map(Renewal.File::id).toList());
    }

    private record EvidenceRemoval(
            String reason, Instant removeAt, @Nullable Instant removedAt) {}

    private record Decided(
            int attempt,
            boolean earned,
            Instant decidedAt,
            List<Feedback.CriterionFeedback> criteria,
            Feedback.Rated rated) {}

    private record BadgeCopy(
            String name,
            Award.Status status,
            Instant issuedAt,
            @Nullable Instant validUntil,
            URI page,
            URI signedCredential,
            @Nullable String reason,
            List<String> answersToTheIssuer) {}

    private record ClaimCopy(
            String badge,
            String authority,
            String unit,
            @Nullable BigDecimal amount,
            String state,
            Instant requestedAt,
            Instant since,
            @Nullable String words,
            @Nullable String educatorNumber,
            boolean numberIsSent,
            @Nullable String heldAs,
            @Nullable String licence) {}

    /** Writes all of it; the stream is left open. */
    void write(TenantId tenant, PersonId person, Locale locale, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        entry(
                zip,
                "README.txt",
                messages.getMessage("journey.data.readme", null, locale).getBytes(StandardCharsets.UTF_8));
        entry(zip, "about-you.json", JSON.writeValueAsBytes(aboutYou(tenant, person)));
        int number = 0;
        for (SubmissionId id : submissions.idsOf(tenant, person)) {
            Optional<OwnWork> own = records.of(tenant, id)
                    .filter(found -> found.submission().earner().equals(person));
            if (own.isPresent()) {
                number++;
                write(zip, tenant, own.get(), number);
            }
        }
        zip.finish();
        zip.flush();
    }

    private AboutYou aboutYou(TenantId tenant, PersonId person) {
        @Nullable Person known = persons.find(tenant, List.of(person)).get(person);
        List<AccountCopy> copies = persons.accounts(tenant, person).stream()
                .flatMap(id -> accounts.find(tenant, id).stream())
                .map(DataCopy::copy)
                .toList();
        List<String> schools = members.of(tenant, persons.accounts(tenant, person)).values().stream()
                .map(School::name)
                .distinct()
                .toList();
        return new AboutYou(
                person.value(),
                known == null ? null : known.name(),
                known == null ? null : known.email(),
                copies,
                schools,
                ownData.request(tenant, person).map(DeletionRequest::askedAt).orElse(null),
                earned.of(List.of(person), submissions.idsOf(tenant, person), 0, MOST_BADGES).stream()
                        .map(badge -> copyOf(badge.award()))
                        .toList(),
                trail.of(tenant, person),
                claims.of(tenant, person).stream().map(DataCopy::copy).toList(),
                cycles.of(tenant, person),
                cycles.licences(tenant, person),
                cycles.roles(tenant, person),
                coaching.writtenBy(tenant, persons.accounts(tenant, person)));
    }

    private static AccountCopy copy(Account account) {
        return new AccountCopy(
                account.id().value(),
                account.profile().name(),
                account.profile().givenName(),
                account.profile().familyName(),
                account.profile().email(),
                account.since());
    }

    private void write(ZipOutputStream zip, TenantId tenant, OwnWork own, int number) throws IOException {
        Submission submission = own.submission();
        Optional<MicroCredential> credential = catalogue.version(submission.version());
        String name = credential.map(found -> found.id().value()).orElse("micro-credential");
        String folder = "work/%02d-%s/".formatted(number, name);
        Map<UUID, String> files = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (OwnWork.Attempt attempt : own.attempts()) {
            for (OwnWork.File file : attempt.files()) {
                // What was carried over into a later attempt is the same file.
                if (!files.containsKey(file.id())) {
                    String path = free(folder + "files/" + file.artefact() + "-" + safe(file.ownName()), taken);
                    boolean there = write(zip, new AttemptId(submission.id(), attempt.number()), file.id(), path);
                    files.put(file.id(), there ? path : "");
                }
            }
        }
        for (Renewal renewal : own.renewals()) {
            for (Renewal.File file : renewal.files()) {
                String path = free(folder + "files/renewal-" + safe(file.name()), taken);
                boolean there = write(zip, file.id(), renewals.file(renewal, file.id()), path);
                files.put(file.id(), there ? path : "");
            }
        }
        entry(zip, folder + "work.json", JSON.writeValueAsBytes(work(tenant, own, credential.orElse(null), files)));
    }

    private Work work(TenantId tenant, OwnWork own, @Nullable MicroCredential credential, Map<UUID, String> files) {
        Submission submission = own.submission();
        List<GradeStatus> grades = new ArrayList<>();
        for (PlacementId place : submissions.placesOf(tenant, submission.id())) {
            grades.addAll(
                    gradebook.status(tenant, place, List.of(submission.id())).values());
        }
        Optional<Award> award = badges.of(tenant, submission.id());
        return new Work(
                submission.id().value(),
                credential == null ? "" : credential.id().value(),
                credential == null ? "" : credential.title(),
                credential == null ? null : Asked.of(credential),
                submission.state(),
                submission.since(),
                submission.expectedBy(),
                submission.practice(),
                own.removal() == null
                        ? null
                        : new EvidenceRemoval(
                                own.removal().reason().key(),
                                own.removal().removeAt(),
                                own.removal().removedAt()),
                own.steps(),
                own.attempts(),
                files,
                assessments.history(submission.id()).stream()
                        .map(feedback -> new Decided(
                                feedback.attempt().number(),
                                feedback.earned(),
                                feedback.decidedAt(),
                                feedback.criteria(),
                                feedback.rated()))
                        .toList(),
                assessments.steps(submission.id()),
                grades,
                award.map(this::copyOf).orElse(null),
                award.isPresent()
                        ? null
                        : badges.pending(tenant, submission.id()).orElse(null),
                own.renewals().stream().map(DataCopy::copy).toList(),
                award.map(badge -> claims.of(tenant, badge.credentialId())).orElse(List.of()).stream()
                        .map(DataCopy::copy)
                        .toList(),
                coaching.of(submission.id()),
                partners.of(submission).stream().map(DataCopy::copy).toList());
    }

    private BadgeCopy copyOf(Award award) {
        return new BadgeCopy(
                award.name(),
                award.status(),
                award.issuedAt(),
                award.validUntil(),
                award.addresses().page(),
                award.addresses().json(),
                award.reason(),
                badges.answersOf(award));
    }

    private static ClaimCopy copy(Claim claim) {
        return new ClaimCopy(
                claim.badge(),
                claim.authority().value(),
                claim.unit(),
                claim.amount(),
                claim.state().name(),
                claim.requestedAt(),
                claim.since(),
                claim.words(),
                claim.educatorNumber(),
                claim.numberIsSent(),
                claim.heldAs(),
                claim.licence());
    }

    /** A file that the store does not have must not keep everything else from its owner. */
    private boolean write(ZipOutputStream zip, AttemptId attempt, UUID file, String path) throws IOException {
        return write(zip, file, records.file(attempt, file), path);
    }

    private static boolean write(ZipOutputStream zip, UUID file, Optional<EvidenceFiles.StoredFile> stored, String path)
            throws IOException {
        if (stored.isEmpty()) {
            return false;
        }
        InputStream content;
        try {
            content = stored.get().content().getInputStream();
        } catch (IOException e) {
            log.warn("File {} is missing in the store and in a copy for its owner", file, e);
            return false;
        }
        try (content) {
            zip.putNextEntry(new ZipEntry(path));
            content.transferTo(zip);
            zip.closeEntry();
        }
        return true;
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    /** A name that every system can unpack. */
    private static String safe(String name) {
        return name.replaceAll("[\\\\/:*?\"<>|]", "_");
    }

    private static String free(String wanted, Set<String> taken) {
        String path = wanted;
        for (int i = 2; !taken.add(path.toLowerCase(Locale.ROOT)); i++) {
            int dot = wanted.lastIndexOf('.');
            int at = dot > wanted.lastIndexOf('/') ? dot : wanted.length();
            path = wanted.substring(0, at) + "-" + i + wanted.substring(at);
        }
        return path;
    }
}
