package dev.laurel.authoring;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.DocumentCheck;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Fault;
import dev.laurel.system.Paging;
import dev.laurel.system.YamlDocuments;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Pages for those who write and review micro-credentials. */
@Controller
class AuthorPages {

    private static final int PAGE_SIZE = 25;

    /** What became of a file, as addresses say it. */
    private static final Set<String> TAKEN = Set.of("new", "replaced", "same");

    private final Versions versions;
    private final Publishing publishing;
    private final DraftRules rules;
    private final Catalogue catalogue;
    private final Staff staff;
    private final Tenants tenants;
    private final Checklist checklist;
    private final UsualRaters usual;
    private final MessageSource messages;

    AuthorPages(
            Versions versions,
            Publishing publishing,
            DraftRules rules,
            Catalogue catalogue,
            Staff staff,
            Tenants tenants,
            Checklist checklist,
            UsualRaters usual,
            MessageSource messages) {
        this.versions = versions;
        this.publishing = publishing;
        this.rules = rules;
        this.catalogue = catalogue;
        this.staff = staff;
        this.tenants = tenants;
        this.checklist = checklist;
        this.usual = usual;
        this.messages = messages;
    }

    /** What a reviewer's district asks before publishing. */
    record Rules(TenantId tenant, String name, boolean checklistRequired) {}

    /** Something an author noted, with their name. */
    record NoteShown(String by, String body, Instant at) {}

    /** A line of the history, with the name of whoever acted; empty for the house. */
    record Entry(Instant at, String by, String action, String reason) {}

    @GetMapping("/author")
    ModelAndView list(
            StaffMember member,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "") String missing,
            @RequestParam(name = "set-aside", defaultValue = "false") boolean aside) {
        Paging paging = Paging.of(Paging.number(page), versions.count(member, aside), PAGE_SIZE);
        return page("authoring/list")
                .addObject("versions", versions.list(member, aside, paging.page(), PAGE_SIZE))
                .addObject("aside", aside)
                .addObject("setAside", aside ? 0 : versions.count(member, true))
                .addObject("page", paging.page())
                .addObject("pages", paging.pages())
                .addObject("writes", !member.writes().isEmpty())
                .addObject("missing", missing)
                .addObject(
                        "rules",
                        member.reviews().stream()
                                .map(tenant -> new Rules(
                                        tenant, tenants.nameOf(tenant).orElse(""), checklist.isRequired(tenant)))
                                .sorted(Comparator.comparing(Rules::name))
                                .toList())
                .addObject("districts", EditorPages.districts(member, tenants));
    }

    /** Takes in a file as a draft, or says everything that is wrong with it. */
    @PostMapping("/author/versions")
    ModelAndView take(
            StaffMember member,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String tenant,
            @RequestParam(defaultValue = "false") boolean replace)
            throws IOException {
        if (member.writes().isEmpty()) {
            throw MoveRefused.notYours(Move.HAND_IN);
        }
        TenantId chosen = Drafting.chosen(member, tenant);
        if (chosen == null) {
            return list(member, "0", "", false).addObject("error", "authoring.tenant.missing");
        }
        if (file == null || file.isEmpty()) {
            boolean named = file != null
                    && !Objects.requireNonNullElse(file.getOriginalFilename(), "")
                            .isBlank();
            return list(member, "0", "", false)
                    .addObject("error", named ? "authoring.file.empty" : "authoring.file.missing");
        }
        String name = file.getOriginalFilename();
        byte[] yaml = file.getBytes();
        DocumentCheck check = publishing.read(name == null || name.isBlank() ? "file" : name, yaml);
        DocumentCheck.Readable document = check.document();
        if (document == null && Wrong.isNoMicroCredential(check.problems())) {
            return list(member, "0", "", false).addObject("error", "authoring.file.no-fields");
        }
        if (document == null) {
            return list(member, "0", "", false)
                    .addObject("error", "authoring.file.problems")
                    .addObject("problems", Wrong.first(check.problems(), yaml))
                    .addObject("more", Math.max(0, check.problems().size() - Wrong.MOST));
        }
        AuthoredVersion there = versions.ofItem(chosen, document.id()).stream()
                .filter(one -> one.version().equals(document.version()))
                .findFirst()
                .orElse(null);
        if (there != null && there.content().equals(document.content())) {
            return new ModelAndView("redirect:/author/versions/" + there.id().value() + "?file=same");
        }
        if (there != null
                && there.state() == VersionState.DRAFT
                && !replace
                && !versions.isOnlyAFileOf(member, there)) {
            return told(member, "authoring.file.there", there);
        }
        try {
            VersionId taken = versions.write(member, chosen, document);
            return new ModelAndView(
                    "redirect:/author/versions/" + taken.value() + "?file=" + (there == null ? "new" : "replaced"));
        } catch (MoveRefused refused) {
            return told(member, refused.messageKey() + ".text", there);
        }
    }

    /** Nothing was taken in, for something is there; what it is, and where. */
    private ModelAndView told(StaffMember member, String error, @Nullable AuthoredVersion there) {
        ModelAndView page =
                list(member, "0", "", false).addObject("error", error).addObject("there", there);
        page.setStatus(HttpStatus.CONFLICT);
        return page;
    }

    /**
     * Something that is wrong with a file.
     *
     * @param at where in it; null for the file as a whole
     */
    record Wrong(String field, Fault fault, YamlDocuments.@Nullable Place at) {

        /** As many as somebody mends before they try again. */
        static final int MOST = 50;

        /** Whether the file is a list or words, so that nothing can be said of any field of it. */
        static boolean isNoMicroCredential(List<DocumentCheck.Problem> problems) {
            return !problems.isEmpty()
                    && problems.stream()
                            .allMatch(problem -> problem.field().isEmpty()
                                    && problem.fault().key().equals("system.fault.group"));
        }

        static List<Wrong> first(List<DocumentCheck.Problem> problems, byte[] yaml) {
            List<DocumentCheck.Problem> shown = problems.subList(0, Math.min(MOST, problems.size()));
            Map<String, YamlDocuments.Place> places = YamlDocuments.places(
                    yaml, shown.stream().map(DocumentCheck.Problem::field).toList());
            return shown.stream()
                    .map(problem -> new Wrong(problem.field(), problem.fault(), places.get(problem.field())))
                    .toList();
        }
    }

    @GetMapping("/author/versions/{id}")
    ModelAndView version(
            StaffMember member, @PathVariable UUID id, @RequestParam(defaultValue = "") String file, Locale locale) {
        AuthoredVersion version = versions.get(member, new VersionId(id));
        boolean writes = member.writes().contains(version.tenant());
        boolean draft = version.state() == VersionState.DRAFT;
        List<Checklist.Line> checks = checklist.of(version);
        boolean stack = publishing.isStack(version.content());
        List<DocumentCheck.Problem> found = rules.problems(version.tenant(), version.content());
        return page("authoring/version")
                .addObject("version", version)
                .addObject("file", TAKEN.contains(file) ? file : "")
                .addObject("moves", versions.open(member, version))
                .addObject("windowEnd", versions.endOfWindow(version))
                .addObject("typed", Map.of())
                .addObject(
                        "own",
                        version.state() == VersionState.IN_REVIEW
                                && member.reviews().contains(version.tenant())
                                && versions.wrote(member, version))
                .addObject(
                        "problems",
                        stack
                                ? Problems.ofStack(
                                        found, StackForm.rows(Exchange.document(version.content())), messages, locale)
                                : Problems.of(found, messages, locale))
                .addObject("stack", stack)
                .addObject(
                        "pathway",
                        stack && found.isEmpty()
                                ? catalogue.pathway(publishing.previewStack(version.id(), version.content()))
                                : null)
                .addObject(
                        "answered",
                        checks.stream().filter(Checklist.Line::isAnswered).count())
                .addObject(
                        "confirmed",
                        checks.stream().filter(Checklist.Line::isSettled).count())
                .addObject("items", checks.size())
                .addObject("checklistRequired", checklist.isRequired(version.tenant()))
                .addObject(
                        "fewRaters",
                        usual.moreThan(version.tenant(), version.content())
                                .map(ScoringModel::word)
                                .orElse(null))
                .addObject("notes", notes(version))
                .addObject("edits", writes && draft)
                .addObject("copies", !member.writes().isEmpty())
                .addObject("continues", writes && version.state().wasPublished())
                .addObject("districts", EditorPages.districts(member, tenants))
                .addObject("of", tenants.nameOf(version.tenant()).orElse(""))
                .addObject("compared", versions.before(version).orElse(null))
                .addObject(
                        "origin",
                        Exchange.document(version.content())
                                .path("origin")
                                .path("attribution")
                                .asString(""))
                .addObject(
                        "differences",
                        versions.before(version)
                                .map(before -> Difference.between(before.content(), version.content()))
                                .orElse(List.of()))
                .addObject(
                        "history",
                        versions.history(version).stream().map(this::entry).toList());
    }

    private List<NoteShown> notes(AuthoredVersion version) {
        List<Checklist.Note> notes = checklist.notes(version.id());
        Map<StaffId, String> names = notes.isEmpty()
                ? Map.of()
                : staff.names(notes.stream().map(Checklist.Note::by).collect(Collectors.toSet()));
        return notes.stream()
                .map(note -> new NoteShown(names.getOrDefault(note.by(), ""), note.body(), note.at()))
                .toList();
    }

    private Entry entry(Versions.Step step) {
        StaffId by = step.by();
        return new Entry(
                step.at(),
                by == null
                        ? ""
                        : staff.account(by).map(StaffAccount::displayName).orElse(""),
                step.action(),
                step.reason());
    }

    @PostMapping("/author/versions/{id}/{move}")
    ModelAndView move(
            StaffMember member,
            @PathVariable UUID id,
            @PathVariable Move move,
            @RequestParam(defaultValue = "") String reason,
            Locale locale) {
        try {
            versions.move(member, new VersionId(id), move, reason);
        } catch (MoveRefused refused) {
            if (refused.status() == HttpStatus.FORBIDDEN) {
                throw refused;
            }
            ModelAndView again = version(member, id, "", locale)
                    .addObject("refused", refused.messageKey())
                    .addObject("typed", Map.of(move, reason));
            again.setStatus(refused.status());
            return again;
        }
        return redirect(new VersionId(id));
    }

    private static ModelAndView redirect(VersionId id) {
        return new ModelAndView("redirect:/author/versions/" + id.value());
    }

    @GetMapping("/author/versions/{id}/yaml")
    ResponseEntity<byte[]> yaml(StaffMember member, @PathVariable UUID id) {
        AuthoredVersion version = versions.get(member, new VersionId(id));
        boolean published = version.state().wasPublished();
        return ResponseEntity.ok()
                .contentType(new MediaType("application", "yaml", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + version.item() + "-" + version.version() + ".yaml\"")
                .body(publishing.yaml(version.content(), published).getBytes(StandardCharsets.UTF_8));
    }

    private static ModelAndView page(String template) {
        return new ModelAndView(template).addObject("section", "author");
    }
}
