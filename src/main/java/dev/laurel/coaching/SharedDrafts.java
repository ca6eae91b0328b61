package dev.laurel.coaching;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import dev.laurel.coaching.Comment.Thread;
import dev.laurel.submission.Evidence;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.submission.Work;
import dev.laurel.system.Ids;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What a coach sees of a draft: all but what the earner keeps back, and what the two have written about it. */
@Component
class SharedDrafts {

    private final Submissions submissions;
    private final Catalogue catalogue;
    private final Shares shares;
    private final CoachComments comments;
    private final CoachMail people;

    SharedDrafts(
            Submissions submissions, Catalogue catalogue, Shares shares, CoachComments comments, CoachMail people) {
        this.submissions = submissions;
        this.catalogue = catalogue;
        this.shares = shares;
        this.comments = comments;
        this.people = people;
    }

    /**
     * A question or an artefact with what is there.
     *
     * @param text an answer, or the note beside an artefact; empty when there is none
     * @param shows titles of the criteria that an answer shows
     * @param instead the alternative that the earner has chosen for an artefact, in its author's words
     */
    record Piece(
            About about,
            String part,
            String title,
            boolean withheld,
            String text,
            List<String> shows,
            @Nullable String instead,
            List<Shown<URI>> links,
            List<Shown<Evidence.File>> files,
            List<Thread> threads) {

        public boolean empty() {
            return text.isEmpty() && links.isEmpty() && files.isEmpty();
        }

        @Override
        public String toString() {
            return "Piece[" + about + "]";
        }
    }

    /**
     * A link or a file.
     *
     * @param criteria titles of the criteria that it shows: as the earner says, and until they do, as the author asks
     * @param beside whether it is the transcript of a recording, which shows nothing by itself
     */
    record Shown<T>(T what, List<String> criteria, boolean beside) {}

    /** A criterion of the rubric, and what was written about it. */
    record Judged(About about, Rubric.Criterion criterion, List<Thread> threads) {}

    /** A shared draft as it is now. */
    record Draft(Share share, Submission submission, MicroCredential credential, Work work, Set<String> withheld) {

        /** A file that this coach may open. */
        boolean shows(UUID file) {
            return work.items().stream()
                    .filter(item -> !withheld.contains(item.artefactId()))
                    .anyMatch(item -> item instanceof Evidence.File found
                            && found.fileId().equals(file));
        }

        boolean open() {
            return submission.state() == SubmissionState.DRAFT;
        }
    }

    Draft of(Share share) {
        Submission submission = submissions.find(share.submission()).orElseThrow();
        MicroCredential credential = catalogue.version(submission.version()).orElseThrow();
        return new Draft(share, submission, credential, submissions.work(submission), shares.withheld(share.id()));
    }

    /**
     * The page of a coach.
     *
     * @param view the template
     * @param base the address of the page, below which its forms and files lie
     */
    ModelAndView page(String view, Draft draft, String base, Locale locale) {
        List<Thread> threads = comments.threads(draft.share().id());
        MicroCredential credential = draft.credential();
        List<Piece> pieces = new ArrayList<>();
        for (MicroCredential.Part part : credential.parts()) {
            part.questions()
                    .forEach(question ->
                            pieces.add(piece(draft, part.title(), question.id(), question.prompt(), threads)));
            part.artefacts()
                    .forEach(artefact ->
                            pieces.add(piece(draft, part.title(), artefact.id(), artefact.title(), threads)));
        }
        return new ModelAndView(view)
                .addObject("base", base)
                .addObject("share", draft.share())
                .addObject("earner", people.name(draft.share(), locale))
                .addObject("credential", credential)
                .addObject("open", draft.open())
                .addObject("pieces", pieces)
                .addObject(
                        "criteria",
                        credential.rubric().criteria().stream()
                                .map(criterion -> new Judged(
                                        About.criterion(criterion.id()),
                                        criterion,
                                        about(threads, About.criterion(criterion.id()))))
                                .toList())
                .addObject("general", about(threads, About.ALL))
                .addObject("all", About.ALL)
                .addObject("byCoach", true)
                .addObject("next", new Fresh())
                .addObject("most", Talk.MOST_CHARACTERS);
    }

    /** Ids for the forms of one page. */
    static final class Fresh {

        public UUID id() {
            return Ids.next();
        }
    }

    private static Piece piece(Draft draft, String part, String id, String title, List<Thread> threads) {
        About about = About.requirement(id);
        List<Thread> said = about(threads, about);
        if (draft.withheld().contains(id)) {
            return new Piece(about, part, title, true, "", List.of(), null, List.of(), List.of(), said);
        }
        Evidence.Answer answer = draft.work().answers().stream()
                .filter(given -> given.questionId().equals(id))
                .findFirst()
                .orElse(null);
        String text = answer == null ? "" : answer.text();
        List<Shown<URI>> links = new ArrayList<>();
        List<Shown<Evidence.File>> files = new ArrayList<>();
        for (Evidence.Item item : draft.work().items()) {
            if (item.artefactId().equals(id)) {
                List<String> criteria = criteria(draft.credential().rubric(), item.shows(), id);
                if (item instanceof Evidence.Note note) {
                    text = note.text();
                } else if (item instanceof Evidence.Link link) {
                    links.add(new Shown<>(link.address(), criteria, false));
                } else if (item instanceof Evidence.File file) {
                    files.add(new Shown<>(file, criteria, file.transcriptOf() != null));
                }
            }
        }
        List<String> shows =
                answer == null ? List.of() : criteria(draft.credential().rubric(), answer.shows(), id);
        return new Piece(
                about,
                part,
                title,
                false,
                text,
                shows,
                draft.work().alternatives().get(id),
                links,
                files,
                said);
    }

    private static List<String> criteria(Rubric rubric, @Nullable List<String> said, String requirement) {
        return rubric.criteria().stream()
                .filter(criterion ->
                        said == null ? criterion.evidence().contains(requirement) : said.contains(criterion.id()))
                .map(Rubric.Criterion::title)
                .toList();
    }

    static List<Thread> about(List<Thread> threads, About about) {
        return threads.stream()
                .filter(thread -> thread.first().about().equals(about))
                .toList();
    }
}
