package dev.laurel.assessment;

import dev.laurel.assessment.Comments.Comment;
import dev.laurel.assessment.Comments.Kept;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The comment bank as a page: everybody's own comments, and the programme's, which leads change. */
@Controller
class CommentController {

    private static final int MOST_OFFERED = 500;

    private final Comments comments;
    private final Catalogue catalogue;
    private final Tenants tenants;

    CommentController(Comments comments, Catalogue catalogue, Tenants tenants) {
        this.comments = comments;
        this.catalogue = catalogue;
        this.tenants = tenants;
    }

    /** @param id of the district, whose name is told where there are several */
    record District(UUID id, String name) {}

    /** @param mine whether the reader may change it */
    record Line(UUID id, String words, boolean shared, boolean mine) {}

    record Part(int number, String id, String title, List<Line> lines) {}

    @GetMapping("/assess/comments")
    String choose(StaffMember person, Model model) {
        Set<TenantId> all = new HashSet<>(person.assesses());
        all.addAll(person.leads());
        all.addAll(person.checks());
        model.addAttribute("section", "assess");
        model.addAttribute("credentials", catalogue.search("", 0, MOST_OFFERED));
        model.addAttribute(
                "districts",
                all.stream()
                        .map(tenant -> new District(
                                tenant.value(), tenants.nameOf(tenant).orElse("")))
                        .toList());
        return "assessment/comments-choose";
    }

    @GetMapping("/assess/comments/of")
    String chosen(StaffMember person, @RequestParam UUID district, @RequestParam String family) {
        return "redirect:"
                + address(
                        new TenantId(district),
                        credential(person, district, family).id());
    }

    /** @param done what became of the last press, and {@code removed} which comment can be had back */
    @GetMapping("/assess/comments/of/{tenant}/{family}")
    String page(
            StaffMember person,
            @PathVariable UUID tenant,
            @PathVariable String family,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(required = false) @Nullable UUID removed,
            Model model) {
        MicroCredential credential = credential(person, tenant, family);
        TenantId district = new TenantId(tenant);
        boolean leads = person.leads().contains(district);
        List<Comment> all = comments.of(person, district, credential.id());
        List<Part> parts = new ArrayList<>();
        credential
                .rubric()
                .criteria()
                .forEach(criterion -> parts.add(new Part(
                        parts.size() + 1,
                        criterion.id(),
                        criterion.title(),
                        all.stream()
                                .filter(comment -> comment.criterionId().equals(criterion.id()))
                                .map(comment -> new Line(
                                        comment.id(),
                                        comment.words(),
                                        comment.isShared(),
                                        !comment.isShared() || leads))
                                .toList())));
        model.addAttribute("section", "assess");
        model.addAttribute("credentialTitle", credential.title());
        model.addAttribute("language", credential.language());
        model.addAttribute("address", address(district, credential.id()));
        model.addAttribute("parts", parts);
        model.addAttribute("leads", leads);
        model.addAttribute("district", tenants.nameOf(district).orElse(""));
        model.addAttribute("done", done.matches("kept|before|no-words|too-long|full|restored") ? done : "");
        model.addAttribute("removed", removed);
        model.addAttribute("mostCharacters", Comments.MOST_CHARACTERS);
        return "assessment/comments";
    }

    @PostMapping("/assess/comments/of/{tenant}/{family}")
    String keep(
            StaffMember person,
            @PathVariable UUID tenant,
            @PathVariable String family,
            @RequestParam String criterion,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "false") boolean shared) {
        MicroCredential credential = credential(person, tenant, family);
        if (credential.rubric().criteria().stream().noneMatch(each -> each.id().equals(criterion))) {
            throw new NotFound("No criterion of that name in " + family);
        }
        TenantId district = new TenantId(tenant);
        Kept kept = comments.keep(person, district, credential.id(), criterion, words, shared);
        return "redirect:" + address(district, credential.id()) + "?done=" + key(kept) + "#" + criterion;
    }

    @PostMapping("/assess/comments/{comment}/words")
    String change(StaffMember person, @PathVariable UUID comment, @RequestParam(defaultValue = "") String words) {
        Kept kept = comments.change(person, comment, words);
        Comment changed = comments.usable(person, comment)
                .orElseThrow(() -> new NotFound("Comment " + comment + " was removed meanwhile"));
        return "redirect:" + address(changed) + "?done=" + key(kept) + "#" + changed.criterionId();
    }

    @PostMapping("/assess/comments/{comment}/removal")
    String remove(StaffMember person, @PathVariable UUID comment) {
        return "redirect:" + address(comments.remove(person, comment)) + "?removed=" + comment;
    }

    @PostMapping("/assess/comments/{comment}/removal/undo")
    String restore(StaffMember person, @PathVariable UUID comment) {
        Comment restored = comments.restore(person, comment);
        return "redirect:" + address(restored) + "?done=restored#" + restored.criterionId();
    }

    private MicroCredential credential(StaffMember person, UUID tenant, String family) {
        return Optional.of(family)
                .filter(name -> MicroCredentialId.isValid(name) && person.scoresFor(new TenantId(tenant)))
                .flatMap(name -> catalogue.current(new MicroCredentialId(name)))
                .orElseThrow(() -> new NotFound("No comments about " + family + " in " + tenant));
    }

    private static String key(Kept kept) {
        return kept.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String address(Comment comment) {
        return address(comment.tenant(), comment.family());
    }

    static String address(TenantId tenant, MicroCredentialId family) {
        return "/assess/comments/of/" + tenant.value() + "/" + family.value();
    }
}
