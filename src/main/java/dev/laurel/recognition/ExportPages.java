package dev.laurel.recognition;

import dev.laurel.person.StaffMember;
import dev.laurel.recognition.ExportFormat.Changes;
import dev.laurel.recognition.ExportFormat.Column;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where an officer takes approved claims out in an authority's own columns, and says what the columns are. */
@Controller
@RequestMapping("/recognition/claims/exports")
class ExportPages {

    private static final Logger log = LoggerFactory.getLogger(ExportPages.class);
    private static final String BASE = "/recognition/claims/exports";
    private static final String NAME = "{name:[a-z0-9][a-z0-9-]{1,99}}";
    private static final int PAGE_SIZE = 25;
    private static final int SHOWN = 3;

    private final ExportKeeping keeping;
    private final Exports exports;
    private final ClaimRows claims;
    private final Dossiers dossiers;
    private final Rulebook rulebook;
    private final RuleWords words;
    private final MessageSource messages;
    private final Clock clock;

    ExportPages(
            ExportKeeping keeping,
            Exports exports,
            ClaimRows claims,
            Dossiers dossiers,
            Rulebook rulebook,
            RuleWords words,
            MessageSource messages,
            Clock clock) {
        this.keeping = keeping;
        this.exports = exports;
        this.claims = claims;
        this.dossiers = dossiers;
        this.rulebook = rulebook;
        this.words = words;
        this.messages = messages;
        this.clock = clock;
    }

    /** @param changed claims that stand otherwise than was told, at most a hundred */
    record Line(ExportFormat export, int changed) {}

    /** What one authority has. */
    record Shelf(Authority authority, List<Line> lines) {}

    @GetMapping
    ModelAndView list(StaffMember officer, @RequestParam(defaultValue = "") String done) {
        return new ModelAndView("recognition/exports")
                .addObject("section", "claims")
                .addObject("done", done)
                .addObject(
                        "shelves",
                        keeping.authorities(officer).stream()
                                .map(authority -> new Shelf(
                                        authority,
                                        keeping.of(authority.code()).stream()
                                                .map(export -> new Line(
                                                        export,
                                                        exports.changed(export.name(), officer.recognises())
                                                                .size()))
                                                .toList()))
                                .toList());
    }

    /** One column with what it would hold. */
    record Shown(Column column, List<String> cells) {}

    /** @param made whether nobody's claim is behind it, because there is none yet */
    record Preview(List<Shown> columns, boolean made) {}

    private Preview preview(ExportFormat format, StaffMember officer, Locale locale) {
        List<List<String>> rows = exports.latest(format, officer.recognises(), SHOWN);
        boolean made = rows.isEmpty();
        List<List<String>> shown = made
                ? List.of(ExportCells.example(
                        format, field -> messages.getMessage("recognition.exports.made." + field.key(), null, locale)))
                : rows;
        List<Shown> columns = new ArrayList<>();
        for (int i = 0; i < format.columns().size(); i++) {
            int at = i;
            columns.add(new Shown(
                    format.columns().get(i),
                    shown.stream().map(row -> row.get(at)).toList()));
        }
        return new Preview(columns, made);
    }

    /**
     * @param name absent when the platform does not tell
     * @param figure in the reader's language; absent where there is none
     */
    record ChangedLine(
            Exports.Changed changed,
            @Nullable String name,
            @Nullable String figure) {}

    @GetMapping("/" + NAME)
    ModelAndView export(
            StaffMember officer,
            @PathVariable String name,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "") String done,
            Locale locale) {
        return export(officer, keeping.export(officer, name), page, locale)
                .addObject(
                        "done",
                        List.of("saved", "proposed", "same", "made", "settled").contains(done) ? done : "");
    }

    private ModelAndView export(StaffMember officer, ExportFormat format, String page, Locale locale) {
        int at = Paging.number(page);
        List<Exports.Run> runs = exports.runs(format.name(), officer.recognises(), at, PAGE_SIZE + 1);
        List<Exports.Changed> changed = exports.changed(format.name(), officer.recognises());
        Map<?, String> names =
                dossiers.names(changed.stream().map(Exports.Changed::claim).toList());
        return new ModelAndView("recognition/export")
                .addObject("section", "claims")
                .addObject("base", BASE + "/" + format.name())
                .addObject("export", format)
                .addObject(
                        "authority",
                        keeping.authority(officer, format.authority().value()))
                .addObject("shared", keeping.isShared(officer, format.authority()))
                .addObject("preview", preview(format, officer, locale))
                .addObject("today", LocalDate.ofInstant(clock.instant(), format.zone()))
                .addObject("refusal", "")
                .addObject("done", "")
                .addObject("ownFile", format.changes() == Changes.OWN_FILE)
                .addObject("leaveOut", format.changes() == Changes.LEAVE_OUT)
                .addObject(
                        "changed",
                        changed.stream()
                                .map(one -> new ChangedLine(
                                        one, names.get(one.claim().person()), words.figure(one.claim(), locale)))
                                .toList())
                .addObject("runs", runs.stream().limit(PAGE_SIZE).toList())
                .addObject("page", at)
                .addObject("pages", Paging.on(at, runs.size(), PAGE_SIZE).pages());
    }

    /** Makes a file. @param from and {@code to}: first and last day of the decision; empty for the beginning and for today */
    @PostMapping("/" + NAME + "/runs")
    ModelAndView make(
            StaffMember officer,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "false") boolean onlyNew,
            Locale locale) {
        ExportFormat format = keeping.export(officer, name);
        LocalDate first = day(from);
        LocalDate last = day(to);
        boolean wrong = first == null && !from.isBlank() || last == null && !to.isBlank() || !format.inUse();
        Exports.Made made = wrong
                ? new Exports.Made(Exports.Refusal.PERIOD, null)
                : exports.make(
                        format,
                        officer,
                        first,
                        last == null ? LocalDate.ofInstant(clock.instant(), format.zone()) : last,
                        onlyNew);
        if (made.run() == null) {
            return export(officer, format, "0", locale).addObject("refusal", key(made.refusal()));
        }
        log.info(
                "Officer {} took claims out by export {} in file {}",
                officer.id().value(),
                name,
                made.run());
        return new ModelAndView("redirect:" + BASE + "/" + name + "?done=made#files");
    }

    private static @Nullable LocalDate day(String typed) {
        try {
            return typed.isBlank() ? null : LocalDate.parse(typed.strip());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** A file again, as it was made. Where changes go into a file of their own, this is the one without them. */
    @GetMapping(path = "/files/{run}.csv", produces = "text/csv")
    void file(StaffMember officer, @PathVariable UUID run, HttpServletResponse response) throws IOException {
        write(officer, run, false, response);
    }

    /** What became of claims of earlier files, where that goes into a file of its own. */
    @GetMapping(path = "/files/{run}/changes.csv", produces = "text/csv")
    void changes(StaffMember officer, @PathVariable UUID run, HttpServletResponse response) throws IOException {
        write(officer, run, true, response);
    }

    private void write(StaffMember officer, UUID id, boolean changes, HttpServletResponse response) throws IOException {
        Exports.Run run = exports.run(id, officer.recognises())
                .orElseThrow(() -> new NotFound("No file " + id + " for this officer"));
        keeping.authority(officer, run.authority().value());
        ExportFormat format = rulebook.export(run.export(), run.version())
                .orElseThrow(() -> new IllegalStateException("No export behind file " + id));
        boolean apart = format.changes() == Changes.OWN_FILE;
        if (changes && !apart) {
            throw new NotFound("Changes of file " + id + " are in the file itself");
        }
        log.info("Officer {} took file {} of export {}", officer.id().value(), id, run.export());
        response.setContentType(new MediaType("text", "csv", StandardCharsets.UTF_8).toString());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"" + run.export() + "-" + LocalDate.ofInstant(run.madeAt(), format.zone())
                        + (changes ? "-changes" : "") + ".csv\"");
        exports.write(run, format, apart ? (Boolean) changes : null, response.getOutputStream());
    }

    /** The other system knows how this claim stands now. */
    @PostMapping("/" + NAME + "/settled")
    String settle(StaffMember officer, @PathVariable String name, @RequestParam UUID claim) {
        ExportFormat format = keeping.export(officer, name);
        Claim found = claims.find(officer.recognises(), List.of(new ClaimId(claim))).values().stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("No claim " + claim + " for this officer"));
        exports.settle(format.name(), found, officer.id());
        log.info("Officer {} settled claim {} of export {}", officer.id().value(), claim, name);
        return "redirect:" + BASE + "/" + name + "?done=settled";
    }

    /** The export itself, to be loaded elsewhere. */
    @GetMapping(path = "/" + NAME + ".yaml", produces = "application/yaml")
    ResponseEntity<byte[]> yaml(StaffMember officer, @PathVariable String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_YAML)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".yaml\"")
                .body(keeping.yaml(keeping.export(officer, name)));
    }

    /** Takes it out of use or back into use. */
    @PostMapping("/" + NAME + "/state")
    ModelAndView use(
            StaffMember officer,
            @PathVariable String name,
            @RequestParam boolean use,
            @RequestParam(defaultValue = "") String words,
            Locale locale) {
        ExportFormat format = keeping.export(officer, name);
        ExportKeeping.Outcome outcome = keeping.use(officer, format, use, words);
        if (outcome == ExportKeeping.Outcome.NO_WORDS) {
            return export(officer, format, "0", locale).addObject("refusal", "no-words");
        }
        log.info("Officer {} put export {} {} use: {}", officer.id().value(), name, use ? "in" : "out of", outcome);
        return new ModelAndView("redirect:" + BASE + "/" + name + "?done=" + key(outcome));
    }

    /** A new export of an authority. */
    @GetMapping("/new/{code:[a-z0-9][a-z0-9-]{1,59}}")
    ModelAndView begin(StaffMember officer, @PathVariable String code, Locale locale) {
        Authority authority = keeping.authority(officer, code);
        ExportDraft draft = ExportDraft.empty(
                "",
                List.of(
                                ExportField.NAME,
                                ExportField.BADGE,
                                ExportField.AMOUNT,
                                ExportField.UNIT,
                                ExportField.DECIDED_ON,
                                ExportField.VERIFY)
                        .stream()
                        .map(field -> new ExportDraft.Line(
                                messages.getMessage("recognition.exports.field." + field.key(), null, locale),
                                field.key(),
                                ""))
                        .toList());
        return editor(officer, draft, null, authority, List.of(), "");
    }

    @GetMapping("/" + NAME + "/edit")
    ModelAndView edit(StaffMember officer, @PathVariable String name) {
        ExportFormat format = keeping.export(officer, name);
        return editor(
                officer,
                ExportDraft.of(format),
                format,
                keeping.authority(officer, format.authority().value()),
                List.of(),
                "");
    }

    /** Adds, moves or removes a column, shows what the file would hold, or saves. @param act which of these */
    @PostMapping("/new/{code:[a-z0-9][a-z0-9-]{1,59}}")
    ModelAndView begin(
            StaffMember officer,
            @PathVariable String code,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String words,
            HttpServletRequest request,
            Locale locale) {
        return change(officer, null, keeping.authority(officer, code), act, words, request, locale);
    }

    /** The same for one that is there. */
    @PostMapping("/" + NAME + "/edit")
    ModelAndView edit(
            StaffMember officer,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String words,
            HttpServletRequest request,
            Locale locale) {
        ExportFormat format = keeping.export(officer, name);
        return change(
                officer, format, keeping.authority(officer, format.authority().value()), act, words, request, locale);
    }

    private ModelAndView change(
            StaffMember officer,
            @Nullable ExportFormat before,
            Authority authority,
            String act,
            String words,
            HttpServletRequest request,
            Locale locale) {
        ExportDraft draft = ExportDraft.of(request).after(act);
        if (!act.equals("save") && !act.equals("preview")) {
            return editor(officer, draft, before, authority, List.of(), "");
        }
        String name = before == null ? keeping.freeName(authority.code(), draft.title()) : before.name();
        List<ExportKeeping.Problem> problems = new ArrayList<>();
        ExportFormat read = keeping.read(draft, name, authority.code(), problems);
        if (read == null || act.equals("preview")) {
            ModelAndView editor = editor(officer, draft, before, authority, problems, "");
            return read == null ? editor : editor.addObject("preview", preview(read, officer, locale));
        }
        ExportKeeping.Outcome outcome = keeping.save(officer, draft, name, authority.code(), words);
        if (outcome == ExportKeeping.Outcome.NO_WORDS || outcome == ExportKeeping.Outcome.MOVED_ON) {
            return editor(officer, draft, before, authority, List.of(), key(outcome));
        }
        log.info("Officer {} wrote export {}: {}", officer.id().value(), name, outcome);
        boolean there = before != null || outcome == ExportKeeping.Outcome.SAVED;
        return new ModelAndView("redirect:" + BASE + (there ? "/" + name : "") + "?done=" + key(outcome));
    }

    /** One column of the form with what is wrong with it. */
    record EditorLine(int index, ExportDraft.Line line, List<ExportKeeping.Problem> problems) {}

    private ModelAndView editor(
            StaffMember officer,
            ExportDraft draft,
            @Nullable ExportFormat before,
            Authority authority,
            List<ExportKeeping.Problem> problems,
            String refusal) {
        List<EditorLine> lines = new ArrayList<>();
        for (int i = 0; i < draft.lines().size(); i++) {
            String at = "columns[" + i + "]";
            lines.add(new EditorLine(
                    i,
                    draft.lines().get(i),
                    problems.stream()
                            .filter(problem -> problem.field().startsWith(at))
                            .map(problem -> new ExportKeeping.Problem(
                                    label(problem.field().substring(at.length()).replaceFirst("^\\.", "")),
                                    problem.fault()))
                            .toList()));
        }
        return new ModelAndView("recognition/export-editor")
                .addObject("section", "claims")
                .addObject(
                        "action",
                        before == null
                                ? BASE + "/new/" + authority.code().value()
                                : BASE + "/" + before.name() + "/edit")
                .addObject("back", before == null ? BASE : BASE + "/" + before.name())
                .addObject("before", before)
                .addObject("authority", authority)
                .addObject("shared", keeping.isShared(officer, authority.code()))
                .addObject("draft", draft)
                .addObject("lines", lines)
                .addObject(
                        "problems",
                        problems.stream()
                                .filter(problem -> !problem.field().startsWith("columns["))
                                .map(problem -> new ExportKeeping.Problem(label(problem.field()), problem.fault()))
                                .toList())
                .addObject("wrong", !problems.isEmpty())
                .addObject("refusal", refusal)
                .addObject("preview", null)
                .addObject("fields", Arrays.asList(ExportField.values()))
                .addObject("kinds", Arrays.asList(ValueKind.values()))
                .addObject("changes", Arrays.asList(Changes.values()))
                .addObject("separators", Arrays.asList(ExportFormat.Separator.values()));
    }

    /** What the form calls a field of a file; the rest of the key of its message. */
    private static String label(String field) {
        String word = field.replaceFirst("[.\\[].*", "");
        return switch (word) {
            case "date", "decimals", "words", "text", "ask" -> "format";
            case "heading", "field", "title", "values", "changes", "zone", "note", "columns", "file" -> word;
            default -> "export";
        };
    }

    private static String key(Enum<?> outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
