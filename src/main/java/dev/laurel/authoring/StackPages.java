package dev.laurel.authoring;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.DocumentCheck;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.Stack;
import dev.laurel.catalog.StackId;
import dev.laurel.catalog.VersionId;
import dev.laurel.catalog.Wanted;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Fault;
import dev.laurel.system.NotFound;
import dev.laurel.system.TypedFields;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where a stack is written: one form, saved whole, right or not; what is wrong stands at its fields. */
@Controller
class StackPages {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** So many things on offer are proposed as members; any other id can be typed. */
    private static final int OFFERED = 300;

    private final Versions versions;
    private final Publishing publishing;
    private final DraftRules rules;
    private final Catalogue catalogue;
    private final Staff staff;
    private final TransactionOperations transactions;
    private final MessageSource messages;

    StackPages(
            Versions versions,
            Publishing publishing,
            DraftRules rules,
            Catalogue catalogue,
            Staff staff,
            TransactionOperations transactions,
            MessageSource messages) {
        this.versions = versions;
        this.publishing = publishing;
        this.rules = rules;
        this.catalogue = catalogue;
        this.staff = staff;
        this.transactions = transactions;
        this.messages = messages;
    }

    /** Something that can be a member. */
    record Choice(String id, String version, String title, int hours) {}

    @GetMapping("/author/versions/{id}/stack")
    ModelAndView edit(
            StaffMember member, @PathVariable UUID id, @RequestParam(defaultValue = "") String saved, Locale locale) {
        AuthoredVersion version = versions.readToWrite(member, new VersionId(id));
        ObjectNode document = document(version);
        return view(version, StackForm.of(document, version.revision()), document, locale)
                .addObject("saved", saved.equals("yes"));
    }

    private ObjectNode document(AuthoredVersion version) {
        if (!publishing.isStack(version.content())) {
            throw new NotFound("Version " + version.id().value() + " is no stack");
        }
        return (ObjectNode) JSON.readTree(version.content());
    }

    /** Saves the form, or moves a member in it. @param act {@code save}, {@code add}, or such as {@code up-2} */
    @PostMapping("/author/versions/{id}/stack")
    ModelAndView save(
            StaffMember member,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String act,
            HttpServletRequest request,
            Locale locale) {
        TypedFields typed = numbered(StackForm.after(TypedFields.of(request), act));
        return transactions.execute(status -> {
            AuthoredVersion version = versions.toWrite(member, new VersionId(id));
            ObjectNode before = document(version);
            ObjectNode document = StackForm.document(before, typed);
            if (!act.equals("save")) {
                return view(version, typed, document, locale);
            }
            if (typed.version() != version.revision()) {
                StaffId by = version.changedBy();
                ModelAndView view = view(version, new TypedFields(version.revision(), typed.fields()), document, locale)
                        .addObject(
                                "conflict",
                                by == null ? "" : staff.names(Set.of(by)).getOrDefault(by, ""));
                view.setStatus(HttpStatus.CONFLICT);
                return view;
            }
            versions.rewrite(member, version, document);
            return new ModelAndView("redirect:/author/versions/" + id + "/stack?saved=yes");
        });
    }

    /** A member of this catalogue without a version is meant as it is on offer now. */
    private TypedFields numbered(TypedFields typed) {
        Map<String, List<String>> fields = new LinkedHashMap<>(typed.fields());
        List<String> numbers = new ArrayList<>();
        for (int row = 0; row < typed.rows("m-id"); row++) {
            String number = typed.in("m-version", row);
            String id = typed.in("m-id", row);
            boolean known =
                    number.isEmpty() && typed.in("m-achievement", row).isEmpty() && MicroCredentialId.isValid(id);
            numbers.add(known ? current(id) : number);
        }
        fields.put("m-version", numbers);
        return new TypedFields(typed.version(), fields);
    }

    private String current(String id) {
        return catalogue
                .current(new MicroCredentialId(id))
                .map(MicroCredential::version)
                .or(() -> catalogue.current(new StackId(id)).map(Stack::version))
                .orElse("");
    }

    private ModelAndView view(AuthoredVersion version, TypedFields typed, ObjectNode document, Locale locale) {
        String content = publishing.canonical(document);
        Map<String, List<Fault>> problems = new LinkedHashMap<>();
        for (DocumentCheck.Problem problem : rules.problems(version.tenant(), content)) {
            problems.computeIfAbsent(StackForm.field(problem.field(), typed), key -> new ArrayList<>())
                    .add(StackForm.fault(problem));
        }
        Map<String, String> places = new LinkedHashMap<>();
        problems.keySet().forEach(field -> places.put(field, StackForm.place(field, typed, messages, locale)));
        Stack stack = problems.isEmpty() ? publishing.previewStack(version.id(), content) : null;
        return new ModelAndView("authoring/stack-editor")
                .addObject("section", "author")
                .addObject("version", version)
                .addObject("typed", typed)
                .addObject("problems", problems)
                .addObject("places", places)
                .addObject("saved", false)
                .addObject("conflict", null)
                .addObject("most", stack == null ? null : publishing.hoursOfMembers(stack))
                .addObject("pathway", stack == null ? null : catalogue.pathway(stack))
                .addObject("members", typed.filledAndOneMore(StackForm.MEMBER))
                .addObject("groups", typed.filledAndOneMore(StackForm.GROUP))
                .addObject("standards", typed.filledAndOneMore(StackForm.STANDARD))
                .addObject("supplied", document.path("badge").has("image"))
                .addObject("rules", StackForm.RULES)
                .addObject("orders", StackForm.ORDERS)
                .addObject("losses", StackForm.LOSSES)
                .addObject("choices", choices());
    }

    private List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        catalogue
                .search(Wanted.words(""), 0, OFFERED)
                .forEach(one -> choices.add(new Choice(
                        one.id().value(),
                        one.version(),
                        one.title(),
                        one.hours().credited())));
        catalogue
                .stacks()
                .forEach(one ->
                        choices.add(new Choice(one.id().value(), one.version(), one.title(), one.creditedHours())));
        return choices;
    }
}
