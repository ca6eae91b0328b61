package dev.laurel.submission;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Work on a draft. Each change holds the submission's row, so that none slips in after it was handed in. */
@Component
class Drafts {

    /** More than this is a mistake, not an answer. */
    static final int MOST_CHARACTERS = 50_000;

    static final int MOST_ITEMS = 20;

    private final SubmissionRows submissions;
    private final EvidenceRows evidence;
    private final EvidenceStore store;
    private final FileKinds kinds;
    private final FileCleaner cleaner;
    private final Scanner scanner;
    private final UnnamedFiles unnamed;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transaction;
    private final Clock clock;

    Drafts(
            SubmissionRows submissions,
            EvidenceRows evidence,
            EvidenceStore store,
            FileKinds kinds,
            FileCleaner cleaner,
            Scanner scanner,
            UnnamedFiles unnamed,
            ApplicationEventPublisher events,
            TransactionOperations transaction,
            Clock clock) {
        this.submissions = submissions;
        this.evidence = evidence;
        this.store = store;
        this.kinds = kinds;
        this.cleaner = cleaner;
        this.scanner = scanner;
        this.unnamed = unnamed;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * What the earner has in an attempt.
     *
     * @param shows which criteria a piece shows, where the earner has said so
     * @param instead the alternatives that are used, by artefact
     * @param captioned the recordings that are said to show their captions in the picture
     */
    record Content(
            List<SavedText> answers,
            List<SavedText> notes,
            List<SavedItem> items,
            List<SavedText> shows,
            List<SavedText> instead,
            Set<String> captioned) {

        static final Content NOTHING = new Content(List.of(), List.of(), List.of(), List.of(), List.of(), Set.of());
    }

    Content content(AttemptId attempt) {
        return new Content(
                evidence.answers(attempt),
                evidence.notes(attempt),
                evidence.items(attempt),
                evidence.choices(attempt, Choice.CRITERIA),
                evidence.choices(attempt, Choice.ALTERNATIVE),
                evidence.choices(attempt, Choice.CAPTIONS).stream()
                        .filter(choice -> !choice.text().isEmpty())
                        .map(SavedText::requirementId)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Text as a page sends it.
     *
     * @param base the revision that the page began from, 0 for none
     * @param editor names the page, so that its own saves are never taken for another's
     */
    record Typed(String text, int base, String editor) {

        Typed {
            // Browsers send CR LF; PostgreSQL takes no NUL.
            text = text.replace("\r\n", "\n").replace("\0", "");
            editor = editor.length() > 60 ? editor.substring(0, 60) : editor;
        }
    }

    /** What became of a save; {@code current} is what the server holds now. */
    record Save(boolean conflict, SavedText current) {}

    /** Saves an answer, unless another page has changed it since this one began: then nothing is written. */
    Save saveAnswer(SubmissionId id, String questionId, Typed typed) {
        return save(id, SavedText.none(questionId), typed, evidence::answers, evidence::writeAnswer);
    }

    /** Saves the note beside an artefact, under the same rule. */
    Save saveNote(SubmissionId id, String artefactId, Typed typed) {
        return save(id, SavedText.none(artefactId), typed, evidence::notes, evidence::writeNote);
    }

    /**
     * Saves which criteria a piece shows, under the same rule.
     *
     * @param until what holds for the piece as long as the earner has said nothing
     * @param chosen in the order of the rubric
     */
    Save saveShows(SubmissionId id, String piece, List<String> until, List<String> chosen, int base, String editor) {
        return save(
                id,
                new SavedText(piece, Shows.text(until), 0, null, null, false),
                new Typed(Shows.text(chosen), base, editor),
                attempt -> evidence.choices(attempt, Choice.CRITERIA),
                (attempt, choice) -> evidence.writeChoice(attempt, Choice.CRITERIA, choice));
    }

    private interface Write {
        void accept(AttemptId attempt, SavedText text);
    }

    private Save save(
            SubmissionId id, SavedText none, Typed typed, Function<AttemptId, List<SavedText>> read, Write write) {
        if (typed.text().length() > MOST_CHARACTERS) {
            throw new TextTooLong(typed.text().length());
        }
        return inDraft(id, draft -> {
            AttemptId attempt = draft.currentAttempt();
            SavedText current = read.apply(attempt).stream()
                    .filter(text -> text.requirementId().equals(none.requirementId()))
                    .findFirst()
                    .orElse(none);
            if (current.text().equals(typed.text())) {
                return new Save(false, current);
            }
            boolean foreign =
                    current.revision() != typed.base() && !typed.editor().equals(current.editor());
            if (foreign) {
                return new Save(true, current);
            }
            SavedText next = new SavedText(
                    none.requirementId(), typed.text(), current.revision() + 1, typed.editor(), clock.instant(), false);
            write.accept(attempt, next);
            begun(draft);
            return new Save(false, next);
        });
    }

    /**
     * Saves which of the author's alternatives is used, under the same rule. What was added before stays.
     *
     * @param chosen its words; empty for what is asked for
     */
    Save saveAlternative(SubmissionId id, String artefactId, Typed chosen) {
        return save(
                id,
                SavedText.none(artefactId),
                chosen,
                attempt -> evidence.choices(attempt, Choice.ALTERNATIVE),
                (attempt, choice) -> evidence.writeChoice(attempt, Choice.ALTERNATIVE, choice));
    }

    /** Adds a link. @throws LinkRefused unless it is an http or https address */
    void addLink(SubmissionId id, String artefactId, String typed) {
        URI address = LinkRefused.check(typed);
        inDraft(id, draft -> {
            refuseTooMany(draft.currentAttempt(), artefactId);
            evidence.addLink(draft.currentAttempt(), Ids.next(), artefactId, address, clock.instant());
            begun(draft);
            return draft;
        });
    }

    /**
     * Takes a file: received whole, recognised, cleaned of its hidden details, made durable, and only then named in the database.
     *
     * @param name as the earner's device sent it; never used as a path
     * @throws FileRefused when it is not welcome or could not be stored; nothing of it stays behind
     */
    void addFile(Submission submission, MicroCredential.Artefact artefact, String name, InputStream content) {
        submission.requireDraft();
        refuseTooMany(submission.currentAttempt(), artefact.id());
        try (IncomingFile incoming = IncomingFile.receive(store, content, maxBytes(artefact))) {
            take(submission, artefact, name, incoming, () -> true);
        } catch (IOException e) {
            throw FileRefused.notStored(e);
        }
    }

    /** What a transcript may come as; captions are those with times in them. */
    static final List<String> TRANSCRIPTS = List.of("vtt", "txt");

    /**
     * Takes the transcript or the captions of a recording that is there.
     *
     * @param recording the recording's item
     * @throws FileRefused as for any file
     */
    void addTranscript(
            Submission submission, Requirement.Shown shown, UUID recording, String name, InputStream content) {
        submission.requireDraft();
        SavedItem.SavedFile recorded = shown.present().stream()
                .filter(item -> item.id().equals(recording))
                .flatMap(item -> Stream.ofNullable(item.file()))
                .filter(SavedItem.SavedFile::isRecording)
                .findFirst()
                .orElseThrow(() -> new NotFound("No recording " + recording));
        MicroCredential.Artefact artefact = shown.artefact().accepting(TRANSCRIPTS);
        kinds.refuseUnlessAsked(name, TRANSCRIPTS);
        refuseTooMany(submission.currentAttempt(), artefact.id());
        try (IncomingFile incoming = IncomingFile.receive(store, content, maxBytes(artefact))) {
            take(submission, artefact, name, incoming, recorded.id(), () -> true);
        } catch (IOException e) {
            throw FileRefused.notStored(e);
        }
    }

    /** Keeps that a film shows its captions in the picture, or no longer; of other files it means nothing. */
    void saveCaptioned(SubmissionId id, Requirement.Shown shown, UUID recording, boolean captioned) {
        boolean there = shown.present().stream().anyMatch(item -> item.id().equals(recording) && item.file() != null);
        if (!there) {
            throw new NotFound("No file " + recording);
        }
        inDraft(id, draft -> {
            AttemptId attempt = draft.currentAttempt();
            String piece = recording.toString();
            int before = evidence.choices(attempt, Choice.CAPTIONS).stream()
                    .filter(choice -> choice.requirementId().equals(piece))
                    .mapToInt(SavedText::revision)
                    .findFirst()
                    .orElse(0);
            evidence.writeChoice(
                    attempt,
                    Choice.CAPTIONS,
                    new SavedText(piece, captioned ? "within" : "", before + 1, null, clock.instant(), false));
            begun(draft);
            return draft;
        });
    }

    static long maxBytes(MicroCredential.Artefact artefact) {
        return artefact.maxMegabytes() * 1024L * 1024L;
    }

    /**
     * The one door into the portfolio, for a file that has arrived whole: what is kept of it has no hidden details.
     *
     * @param wanted asked within the same transaction; when it says no, the file is there already and is not added again
     * @throws FileRefused when it is not welcome
     */
    void take(
            Submission submission,
            MicroCredential.Artefact artefact,
            String name,
            IncomingFile incoming,
            BooleanSupplier wanted)
            throws IOException {
        kinds.refuseUnlessAsked(name, artefact);
        take(submission, artefact, name, incoming, null, wanted);
    }

    private void take(
            Submission submission,
            MicroCredential.Artefact artefact,
            String name,
            IncomingFile incoming,
            @Nullable UUID transcriptOf,
            BooleanSupplier wanted)
            throws IOException {
        FileKinds.Kind kind = kinds.recognise(incoming.path(), name, artefact.accepts());
        try (IncomingFile.Cleaned cleaned = incoming.cleaned(cleaner, kind)) {
            Scan scan = scanner.scan(cleaned.path());
            if (scan == Scan.INFECTED) {
                throw FileRefused.infected();
            }
            keep(submission, artefact, name, kind, cleaned, scan, transcriptOf, wanted);
        }
    }

    private void keep(
            Submission submission,
            MicroCredential.Artefact artefact,
            String name,
            FileKinds.Kind kind,
            IncomingFile.Cleaned kept,
            @Nullable Scan scan,
            @Nullable UUID transcriptOf,
            BooleanSupplier wanted)
            throws IOException {
        String mediaType = FilmCodec.mediaType(kind, kept.path());
        kept.keep(submission.tenant());
        inDraft(submission.id(), draft -> {
            if (!wanted.getAsBoolean()) {
                return draft;
            }
            refuseTooMany(draft.currentAttempt(), artefact.id());
            int number = evidence.filesEverAdded(draft.id(), artefact.id()) + 1;
            SavedItem.SavedFile file = new SavedItem.SavedFile(
                    Ids.next(),
                    OwnName.of(name),
                    kept.within(),
                    artefact.id() + "-" + number + "." + kind.extension(),
                    mediaType,
                    kept.bytes(),
                    kept.cleaning(),
                    FileCleaner.RULES,
                    scan);
            UUID item = Ids.next();
            evidence.addFile(draft.currentAttempt(), item, artefact.id(), file, kept.sha256(), clock.instant());
            if (transcriptOf != null) {
                evidence.setTranscriptOf(draft.currentAttempt(), item, transcriptOf);
            }
            stay(draft.tenant(), kept);
            begun(draft);
            return draft;
        });
    }

    /** The same bytes may have been on their way out of the store. */
    private void stay(TenantId tenant, IncomingFile.Cleaned kept) {
        unnamed.namedAgain(tenant, kept.sha256());
        try {
            if (!store.has(tenant, kept.sha256())) {
                kept.keep(tenant);
            }
        } catch (IOException e) {
            throw FileRefused.notStored(e);
        }
    }

    /** Removes a link or a file; it can be brought back until the work is handed in. Returns the artefact's id. */
    String remove(SubmissionId id, UUID itemId) {
        return setRemoved(id, itemId, clock.instant());
    }

    String restore(SubmissionId id, UUID itemId) {
        return setRemoved(id, itemId, null);
    }

    private String setRemoved(SubmissionId id, UUID itemId, @Nullable Instant at) {
        return inDraft(id, draft -> {
            SavedItem item = evidence.item(draft.currentAttempt(), itemId)
                    .orElseThrow(() -> new NotFound("No item " + itemId + " in submission " + id.value()));
            if (at == null) {
                refuseTooMany(draft.currentAttempt(), item.artefactId());
            }
            evidence.setRemoved(draft.currentAttempt(), itemId, at);
            return item.artefactId();
        });
    }

    void refuseTooMany(AttemptId attempt, String artefactId) {
        long there = evidence.items(attempt).stream()
                .filter(item -> item.artefactId().equals(artefactId) && !item.removed())
                .count();
        if (there >= MOST_ITEMS) {
            throw FileRefused.tooMany(MOST_ITEMS);
        }
    }

    /** The first time that something was put into an attempt is news; all later times are not. */
    private void begun(Submission draft) {
        Instant now = clock.instant();
        if (submissions.begin(draft.currentAttempt(), now) && !draft.practice()) {
            events.publishEvent(new WorkBegun(draft.currentAttempt(), now));
        }
    }

    private <T> T inDraft(SubmissionId id, Function<Submission, T> change) {
        return transaction.execute(status -> {
            Submission draft = submissions.lock(id).orElseThrow(() -> new NotFound("No submission " + id.value()));
            draft.requireDraft();
            return change.apply(draft);
        });
    }
}
