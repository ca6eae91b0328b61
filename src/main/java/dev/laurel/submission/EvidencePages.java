package dev.laurel.submission;

import dev.laurel.catalog.Rubric;
import dev.laurel.lti.Launch;
import dev.laurel.system.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/**
 * The earner's evidence, one requirement at a time. Every page and form works without scripts; the page's script asks for
 * JSON when it saves text, and for the list of items alone when it changes that.
 */
@Controller
@RequestMapping("/l/{launch}/evidence")
class EvidencePages {

    /** Files within a ZIP whose names are looked at before it comes. */
    private static final int MOST_WITHIN = 1000;

    private static final int LONGEST_WITHIN = 300;

    /** Present when the page's script asks. */
    private static final String PARTIAL = "X-Laurel-Partial";

    private final EarnerDesk desks;
    private final Drafts drafts;
    private final Uploads uploads;
    private final EvidenceViews views;
    private final PrivacyHints hints;
    private final MessageSource messages;

    EvidencePages(
            EarnerDesk desks,
            Drafts drafts,
            Uploads uploads,
            EvidenceViews views,
            PrivacyHints hints,
            MessageSource messages) {
        this.desks = desks;
        this.drafts = drafts;
        this.uploads = uploads;
        this.views = views;
        this.hints = hints;
        this.messages = messages;
    }

    @GetMapping("/questions/{question}")
    ModelAndView question(Launch launch, @PathVariable String question) {
        EarnerDesk.Desk desk = desks.of(launch);
        desk.started();
        Portfolio portfolio = views.portfolio(desk);
        return questionPage(desk, portfolio, portfolio.question(question));
    }

    private ModelAndView questionPage(EarnerDesk.Desk desk, Portfolio portfolio, Requirement.Asked asked) {
        return views.requirement("submission/question", desk, portfolio, asked)
                .addObject("saved", asked.answer())
                .addObject("text", asked.answer().text());
    }

    /** Without scripts: saves and goes on, or shows both texts when another page saved meanwhile. */
    @PostMapping("/questions/{question}")
    ModelAndView saveAnswer(
            Launch launch,
            @PathVariable String question,
            @RequestParam String text,
            @RequestParam int base,
            @RequestParam String editor,
            @RequestParam Optional<String> next) {
        EarnerDesk.Desk desk = desks.of(launch);
        SubmissionId submission = desk.started().id();
        Portfolio portfolio = views.portfolio(desk);
        Requirement.Asked asked = portfolio.question(question);
        Drafts.Save save = drafts.saveAnswer(submission, asked.id(), new Drafts.Typed(text, base, editor));
        if (save.conflict()) {
            ModelAndView page = views.requirement("submission/question", desk, portfolio, asked)
                    .addObject("saved", save.current())
                    .addObject("text", text)
                    .addObject("conflict", true);
            page.setStatus(HttpStatus.CONFLICT);
            return page;
        }
        String path = next.isPresent() ? EvidenceViews.after(portfolio, asked) : asked.path();
        return new ModelAndView(EvidenceViews.redirect(launch, path));
    }

    /** What may tell who somebody is, alone, for the script after a save. */
    @GetMapping("/questions/{question}/hints")
    ModelAndView hintsOfQuestion(Launch launch, @PathVariable String question) {
        EarnerDesk.Desk desk = desks.of(launch);
        desk.started();
        Portfolio portfolio = views.portfolio(desk);
        return hints(desk, portfolio, portfolio.question(question));
    }

    @GetMapping("/artefacts/{artefact}/hints")
    ModelAndView hintsOfArtefact(Launch launch, @PathVariable String artefact) {
        EarnerDesk.Desk desk = desks.of(launch);
        desk.started();
        Portfolio portfolio = views.portfolio(desk);
        return hints(desk, portfolio, portfolio.artefact(artefact));
    }

    /**
     * What the script asks before a file leaves the device: its name alone, and for a ZIP those of the files in it.
     *
     * @param words of the name that may tell who somebody is; empty where it seems to tell nothing, or the file will not be taken
     * @param within the same of the names of files within it
     * @param renamed what the files within it could be called instead, as many as were told and in their order; empty where
     *     nothing needs it, or not all were looked at
     */
    record NameTold(List<String> words, List<String> within, List<String> renamed) {

        /** A name is personal. */
        @Override
        public String toString() {
            return "NameTold[" + words.size() + " and " + within.size() + "]";
        }
    }

    @PostMapping(path = "/artefacts/{artefact}/names", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<NameTold> beforeUpload(
            Launch launch,
            @PathVariable String artefact,
            @RequestParam String name,
            @RequestParam(defaultValue = "") String within,
            Locale locale) {
        EarnerDesk.Desk desk = desks.of(launch);
        desk.started();
        // Nobody is asked for another name of a file only to read then that files of its kind are not taken.
        if (!FileKinds.isAsked(
                name, views.portfolio(desk).artefact(artefact).wanted().accepts())) {
            return told(new NameTold(List.of(), List.of(), List.of()));
        }
        List<String> told = within.lines().toList();
        List<String> looked = told.stream()
                .limit(MOST_WITHIN)
                .map(line -> line.length() > LONGEST_WITHIN ? line.substring(0, LONGEST_WITHIN) : line)
                .toList();
        List<String> found = hints.inArchive(launch, looked);
        boolean renames = !found.isEmpty() && looked.equals(told);
        return told(new NameTold(
                hints.inFileName(launch, OwnName.of(name)),
                found,
                renames
                        ? hints.withoutNames(
                                launch, looked, messages.getMessage("submission.upload.somebody", null, locale))
                        : List.of()));
    }

    private static ResponseEntity<NameTold> told(NameTold told) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(told);
    }

    private ModelAndView hints(EarnerDesk.Desk desk, Portfolio portfolio, Requirement requirement) {
        return views.requirement("submission/hints", desk, portfolio, requirement);
    }

    /** What the script learns of a save; {@code text} only when another page saved meanwhile and nothing was written. */
    record Saved(
            int revision,
            @Nullable Instant savedAt,
            int words,
            @Nullable String text) {

        static ResponseEntity<Saved> of(Drafts.Save save) {
            SavedText now = save.current();
            return ResponseEntity.status(save.conflict() ? HttpStatus.CONFLICT : HttpStatus.OK)
                    .body(new Saved(now.revision(), now.savedAt(), now.words(), save.conflict() ? now.text() : null));
        }
    }

    @PostMapping(path = "/questions/{question}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Saved> autosaveAnswer(
            Launch launch,
            @PathVariable String question,
            @RequestParam String text,
            @RequestParam int base,
            @RequestParam String editor) {
        EarnerDesk.Desk desk = desks.of(launch);
        Requirement.Asked asked = views.portfolio(desk).question(question);
        return Saved.of(drafts.saveAnswer(desk.started().id(), asked.id(), new Drafts.Typed(text, base, editor)));
    }

    @GetMapping("/artefacts/{artefact}")
    ModelAndView artefact(Launch launch, @PathVariable String artefact, @RequestParam Optional<String> alternative) {
        EarnerDesk.Desk desk = desks.of(launch);
        desk.started();
        return artefactPage(desk, artefact).addObject("alternativeSaved", alternative.isPresent());
    }

    @PostMapping("/artefacts/{artefact}/note")
    ModelAndView saveNote(
            Launch launch,
            @PathVariable String artefact,
            @RequestParam String text,
            @RequestParam int base,
            @RequestParam String editor) {
        EarnerDesk.Desk desk = desks.of(launch);
        Requirement.Shown shown = views.portfolio(desk).artefact(artefact);
        Drafts.Save save = drafts.saveNote(desk.started().id(), shown.id(), new Drafts.Typed(text, base, editor));
        if (save.conflict()) {
            ModelAndView page = artefactPage(desk, artefact)
                    .addObject("saved", save.current())
                    .addObject("text", text)
                    .addObject("conflict", true);
            page.setStatus(HttpStatus.CONFLICT);
            return page;
        }
        return new ModelAndView(EvidenceViews.redirect(launch, shown.path()));
    }

    @PostMapping(path = "/artefacts/{artefact}/note", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Saved> autosaveNote(
            Launch launch,
            @PathVariable String artefact,
            @RequestParam String text,
            @RequestParam int base,
            @RequestParam String editor) {
        EarnerDesk.Desk desk = desks.of(launch);
        Requirement.Shown shown = views.portfolio(desk).artefact(artefact);
        return Saved.of(drafts.saveNote(desk.started().id(), shown.id(), new Drafts.Typed(text, base, editor)));
    }

    /** Uses one of the author's alternatives, or none again. */
    @PostMapping("/artefacts/{artefact}/alternative")
    ModelAndView saveAlternative(
            Launch launch,
            @PathVariable String artefact,
            @RequestParam(defaultValue = "") String instead,
            @RequestParam int base,
            @RequestParam String editor) {
        EarnerDesk.Desk desk = desks.of(launch);
        Requirement.Shown shown = views.portfolio(desk).artefact(artefact);
        String chosen = shown.artefact().alternatives().contains(instead) ? instead : "";
        Drafts.Save save =
                drafts.saveAlternative(desk.started().id(), shown.id(), new Drafts.Typed(chosen, base, editor));
        if (save.conflict()) {
            ModelAndView page = artefactPage(desk, artefact).addObject("insteadOfSaved", chosen);
            page.setStatus(HttpStatus.CONFLICT);
            return page;
        }
        return new ModelAndView(EvidenceViews.redirect(launch, shown.path() + "?alternative"));
    }

    @PostMapping("/artefacts/{artefact}/links")
    ModelAndView addLink(
            Launch launch,
            Locale locale,
            @PathVariable String artefact,
            @RequestParam String address,
            @RequestHeader(name = PARTIAL, required = false) @Nullable String partial) {
        EarnerDesk.Desk desk = desks.of(launch);
        Requirement.Shown shown = views.portfolio(desk).artefact(artefact);
        try {
            drafts.addLink(desk.started().id(), shown.id(), address);
        } catch (LinkRefused refused) {
            return refusedOnPage(desk, shown, locale, refused, "link").addObject("address", address);
        }
        return itemsOrBack(launch, shown.id(), partial);
    }

    /** Without scripts: one file, or several chosen at once; the first that is refused stops the rest and says which one it was. */
    @PostMapping("/artefacts/{artefact}/files")
    ModelAndView addFiles(
            Launch launch,
            Locale locale,
            @PathVariable String artefact,
            @RequestParam("file") MultipartFile[] files,
            @RequestHeader(name = PARTIAL, required = false) @Nullable String partial) {
        EarnerDesk.Desk desk = desks.of(launch);
        Requirement.Shown shown = views.portfolio(desk).artefact(artefact);
        Submission submission = desk.started();
        List<MultipartFile> chosen =
                Stream.of(files).filter(file -> !name(file).isEmpty()).toList();
        if (chosen.isEmpty()) {
            return refusedOnPage(desk, shown, locale, FileRefused.none(), "file");
        }
        for (MultipartFile file : chosen) {
            try {
                take(submission, shown, file);
            } catch (FileRefused refused) {
                return refusedOnPage(desk, shown, locale, refused, "file")
                        .addObject("refusedName", OwnName.of(name(file)));
            }
        }
        return itemsOrBack(launch, shown.id(), partial);
    }

    /** The transcript or the captions of a recording. */
    @PostMapping("/items/{item}/transcript")
    ModelAndView addTranscript(
            Launch launch, Locale locale, @PathVariable UUID item, @RequestParam("file") MultipartFile file) {
        EarnerDesk.Desk desk = desks.of(launch);
        Submission submission = desk.started();
        Portfolio portfolio = views.portfolio(desk);
        Requirement.Shown shown =
                portfolio.artefact(portfolio.of(item.toString()).id());
        try (InputStream content = file.getInputStream()) {
            if (name(file).isEmpty()) {
                throw FileRefused.none();
            }
            drafts.addTranscript(submission, shown, item, name(file), content);
        } catch (FileRefused refused) {
            return refusedOnPage(desk, shown, locale, refused, "transcript-" + item);
        } catch (IOException e) {
            throw FileRefused.notStored(e);
        }
        return new ModelAndView(EvidenceViews.redirect(launch, shown.path()));
    }

    private void take(Submission submission, Requirement.Shown shown, MultipartFile file) {
        try (InputStream content = file.getInputStream()) {
            drafts.addFile(submission, shown.wanted(), name(file), content);
        } catch (IOException e) {
            throw FileRefused.notStored(e);
        }
    }

    /** Browsers send a quotation mark in a name as {@code %22} (HTML, multipart/form-data encoding). */
    private static String name(MultipartFile file) {
        String sent = file.getOriginalFilename();
        return sent == null ? "" : sent.replace("%22", "\"");
    }

    /** Whether the picture of a film shows its captions. */
    @PostMapping("/items/{item}/captions")
    ModelAndView saveCaptioned(
            Launch launch, @PathVariable UUID item, @RequestParam(defaultValue = "false") boolean within) {
        EarnerDesk.Desk desk = desks.of(launch);
        Submission submission = desk.started();
        Portfolio portfolio = views.portfolio(desk);
        Requirement.Shown shown =
                portfolio.artefact(portfolio.of(item.toString()).id());
        drafts.saveCaptioned(submission.id(), shown, item, within);
        return new ModelAndView(EvidenceViews.redirect(launch, shown.path()));
    }

    /** The list of items alone, for the script. */
    @GetMapping("/artefacts/{artefact}/items")
    ModelAndView items(Launch launch, @PathVariable String artefact) {
        ModelAndView page = artefactPage(desks.of(launch), artefact);
        page.setViewName("submission/artefact :: items");
        return page;
    }

    /** Without scripts: which criteria a piece shows, or both choices when another page saved meanwhile. */
    @PostMapping("/pieces/{piece}/criteria")
    ModelAndView saveShows(
            Launch launch,
            @PathVariable String piece,
            @RequestParam(name = "criterion", defaultValue = "") List<String> criteria,
            @RequestParam int base,
            @RequestParam String editor) {
        EarnerDesk.Desk desk = desks.of(launch);
        Portfolio portfolio = views.portfolio(desk);
        Requirement requirement = portfolio.of(piece);
        List<String> chosen = inOrder(portfolio, criteria);
        Drafts.Save save = saveShows(desk, portfolio, requirement, piece, chosen, base, editor);
        if (!save.conflict()) {
            return new ModelAndView(EvidenceViews.redirect(launch, requirement.path()));
        }
        ModelAndView page = requirement.isQuestion()
                ? questionPage(desk, portfolio, portfolio.question(requirement.id()))
                : artefactPage(desk, requirement.id());
        page.addObject(
                "clash",
                new Clash(
                        piece,
                        chosen,
                        portfolio.criteria().stream()
                                .filter(criterion ->
                                        Shows.ids(save.current().text()).contains(criterion.id()))
                                .map(Rubric.Criterion::title)
                                .toList()));
        page.setStatus(HttpStatus.CONFLICT);
        return page;
    }

    /**
     * Two choices about one piece.
     *
     * @param mine what this page wanted to save
     * @param others titles of the criteria that another page saved
     */
    record Clash(String piece, List<String> mine, List<String> others) {}

    @PostMapping(path = "/pieces/{piece}/criteria", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Saved> autosaveShows(
            Launch launch,
            @PathVariable String piece,
            @RequestParam(name = "criterion", defaultValue = "") List<String> criteria,
            @RequestParam int base,
            @RequestParam String editor) {
        EarnerDesk.Desk desk = desks.of(launch);
        Portfolio portfolio = views.portfolio(desk);
        return Saved.of(
                saveShows(desk, portfolio, portfolio.of(piece), piece, inOrder(portfolio, criteria), base, editor));
    }

    private Drafts.Save saveShows(
            EarnerDesk.Desk desk,
            Portfolio portfolio,
            Requirement requirement,
            String piece,
            List<String> chosen,
            int base,
            String editor) {
        return drafts.saveShows(desk.started().id(), piece, portfolio.byAuthor(requirement), chosen, base, editor);
    }

    /** Those of the rubric, and no others. */
    private static List<String> inOrder(Portfolio portfolio, List<String> criteria) {
        return portfolio.criteria().stream()
                .map(Rubric.Criterion::id)
                .filter(criteria::contains)
                .toList();
    }

    @PostMapping("/items/{item}/remove")
    ModelAndView remove(
            Launch launch,
            @PathVariable UUID item,
            @RequestHeader(name = PARTIAL, required = false) @Nullable String partial) {
        String artefact = drafts.remove(desks.of(launch).started().id(), item);
        return itemsOrBack(launch, artefact, partial);
    }

    @PostMapping("/items/{item}/restore")
    ModelAndView restore(
            Launch launch,
            @PathVariable UUID item,
            @RequestHeader(name = PARTIAL, required = false) @Nullable String partial) {
        String artefact = drafts.restore(desks.of(launch).started().id(), item);
        return itemsOrBack(launch, artefact, partial);
    }

    private ModelAndView itemsOrBack(Launch launch, String artefact, @Nullable String partial) {
        return partial == null
                ? new ModelAndView(EvidenceViews.redirect(launch, "/evidence/artefacts/" + artefact))
                : items(launch, artefact);
    }

    private ModelAndView artefactPage(EarnerDesk.Desk desk, String artefact) {
        Portfolio portfolio = views.portfolio(desk);
        Requirement.Shown shown = portfolio.artefact(artefact);
        return views.requirement("submission/artefact", desk, portfolio, shown)
                .addObject("unfinished", uploads.unfinished(desk.started().id(), artefact))
                .addObject("saved", shown.note())
                .addObject("text", shown.note().text());
    }

    /** The page again, with what was wrong beside the field; everything that was there before is there still. */
    private ModelAndView refusedOnPage(
            EarnerDesk.Desk desk, Requirement.Shown shown, Locale locale, Refusal refused, String field) {
        ModelAndView page = artefactPage(desk, shown.id())
                .addObject("refusedField", field)
                .addObject("refusal", words(refused, locale));
        page.setStatus(refused.status());
        return page;
    }

    private String words(Refusal refused, Locale locale) {
        return messages.getMessage(refused.messageKey() + ".text", refused.arguments(), locale)
                + " "
                + messages.getMessage(refused.messageKey() + ".next", refused.arguments(), locale);
    }
}
