package dev.laurel.recognition;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.StackId;
import dev.laurel.catalog.Wanted;
import dev.laurel.person.StaffMember;
import dev.laurel.recognition.Proposals.Refusal;
import dev.laurel.recognition.RecognitionDocuments.Kind;
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.system.Fault;
import dev.laurel.system.NotFound;
import dev.laurel.system.TypedFields;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.node.ObjectNode;

/**
 * Authorities, their rules and their agreements by form. What a form says is proposed as a file would be, so that a second person looks at it
 * and every version stays.
 */
@Controller
@RequestMapping({"/recognition/rules", "/admin/rules"})
class RuleEditorPages {

    private static final Logger log = LoggerFactory.getLogger(RuleEditorPages.class);
    private static final String NEW = "/new-{kind:rule|agreement}/{code:[a-z0-9][a-z0-9-]{1,59}}";
    private static final String EDIT = "/{kind:rule|agreement|authority}/{name:[a-z0-9][a-z0-9-]{1,99}}/edit";

    /** So many things on offer are proposed as an example; any other can be typed. */
    private static final int EXAMPLES = 100;

    private final Rulebook rulebook;
    private final Proposals proposals;
    private final RuleReach reach;
    private final Catalogue catalogue;
    private final WorthWords words;
    private final Clock clock;

    RuleEditorPages(
            Rulebook rulebook,
            Proposals proposals,
            RuleReach reach,
            Catalogue catalogue,
            WorthWords words,
            Clock clock) {
        this.rulebook = rulebook;
        this.proposals = proposals;
        this.reach = reach;
        this.catalogue = catalogue;
        this.words = words;
        this.clock = clock;
    }

    /** A rule, an authority or an agreement that is being written; the name and the authority are absent while they are not known. */
    private record Writing(
            Kind kind,
            @Nullable Authority authority,
            @Nullable String name,
            TypedFields typed,
            HttpServletRequest request) {

        /** The same with what the form says that was sent. */
        Writing sent() {
            return new Writing(kind, authority, name, TypedFields.of(request), request);
        }
    }

    /**
     * What would be said of an example.
     *
     * @param title of what is on offer; null where there is nothing to show it for
     * @param fits whether the rule speaks of it
     * @param day from which it would be so
     * @param unknown what the rule names and nobody has in the catalogue
     */
    record Example(
            String id,
            @Nullable String title,
            boolean fits,
            LocalDate day,
            @Nullable WorthView worth,
            List<String> unknown) {}

    private Authority authority(StaffMember officer, HttpServletRequest request, String code) {
        return reach.authorities(officer, request).stream()
                .filter(each -> each.code().value().equals(code))
                .findFirst()
                .orElseThrow(() -> new NotFound("No authority " + code + " that this officer looks after"));
    }

    /** The rule as it holds now. */
    private Rule rule(StaffMember officer, HttpServletRequest request, String name) {
        return reach.authorities(officer, request).stream()
                .flatMap(each -> rulebook.current().rules().getOrDefault(each.code(), List.of()).stream())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFound("No rule " + name + " that this officer looks after"));
    }

    /** The agreement as it holds now. */
    private Agreement agreement(StaffMember officer, HttpServletRequest request, String name) {
        return reach.authorities(officer, request).stream()
                .flatMap(each -> rulebook.current().agreements().getOrDefault(each.code(), List.of()).stream())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFound("No agreement " + name + " that this officer looks after"));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** A new rule or agreement of an authority. */
    @GetMapping(NEW)
    ModelAndView begin(
            StaffMember officer, HttpServletRequest request, @PathVariable String kind, @PathVariable String code) {
        return editor(begun(officer, request, kind, code));
    }

    /** Shows what it would give, or proposes it. @param act which of these */
    @PostMapping(NEW)
    ModelAndView begin(
            StaffMember officer,
            HttpServletRequest request,
            @PathVariable String kind,
            @PathVariable String code,
            @RequestParam(defaultValue = "") String act,
            Locale locale) {
        return change(officer, begun(officer, request, kind, code).sent(), act, locale);
    }

    /** One that is there, or an authority. */
    @GetMapping(EDIT)
    ModelAndView edit(
            StaffMember officer, HttpServletRequest request, @PathVariable String kind, @PathVariable String name) {
        return editor(held(officer, request, kind, name));
    }

    @PostMapping(EDIT)
    ModelAndView edit(
            StaffMember officer,
            HttpServletRequest request,
            @PathVariable String kind,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String act,
            Locale locale) {
        return change(officer, held(officer, request, kind, name).sent(), act, locale);
    }

    /** A new authority, which only an operator makes. */
    @GetMapping("/new-authority")
    ModelAndView begin(StaffMember officer, HttpServletRequest request) {
        return editor(begunAuthority(request));
    }

    @PostMapping("/new-authority")
    ModelAndView begin(
            StaffMember officer,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String act,
            Locale locale) {
        return change(officer, begunAuthority(request).sent(), act, locale);
    }

    private static Writing begunAuthority(HttpServletRequest request) {
        if (!RuleReach.ofOperator(request)) {
            throw new NotFound("New authorities are made by operators");
        }
        return new Writing(Kind.AUTHORITY, null, null, AuthorityForm.empty(), request);
    }

    private Writing begun(StaffMember officer, HttpServletRequest request, String kind, String code) {
        Authority authority = authority(officer, request, code);
        return kind.equals("rule")
                ? new Writing(
                        Kind.RULE, authority, null, RuleForm.empty(authority, today(), officer.displayName()), request)
                : new Writing(
                        Kind.AGREEMENT,
                        authority,
                        null,
                        AgreementForm.empty(authority, today(), officer.displayName()),
                        request);
    }

    /** What holds now. */
    private Writing held(StaffMember officer, HttpServletRequest request, String kind, String name) {
        switch (kind) {
            case "rule" -> {
                Rule rule = rule(officer, request, name);
                Authority authority =
                        authority(officer, request, rule.authority().value());
                return new Writing(Kind.RULE, authority, name, RuleForm.of(rule), request);
            }
            case "agreement" -> {
                Agreement agreement = agreement(officer, request, name);
                Authority authority =
                        authority(officer, request, agreement.accepting().value());
                return new Writing(Kind.AGREEMENT, authority, name, AgreementForm.of(agreement), request);
            }
            default -> {
                Authority authority = authority(officer, request, name);
                TypedFields form = AuthorityForm.of(authority, version(Kind.AUTHORITY, name));
                return new Writing(Kind.AUTHORITY, authority, name, form, request);
            }
        }
    }

    private int version(Kind kind, String name) {
        return rulebook.history(kind, name).stream()
                .findFirst()
                .map(Rulebook.Kept::version)
                .orElse(0);
    }

    /** A name that nothing of the kind has, whether it holds already or waits for somebody to approve it. */
    private String freeName(Kind kind, AuthorityCode code, String value) {
        String name = ExportKeeping.slug(code, value);
        String free = name;
        for (int i = 2; !rulebook.history(kind, free).isEmpty() || proposals.names(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    /** What a form says; a rule or an agreement is read, an authority needs no example. */
    private record Said(
            ObjectNode document,
            @Nullable Rule rule,
            @Nullable Agreement agreement) {}

    private Said read(Writing writing, Map<String, List<Fault>> problems) {
        TypedFields typed = writing.typed();
        Authority authority = writing.authority();
        String name = writing.name();
        BiConsumer<String, Fault> at = (field, fault) ->
                problems.computeIfAbsent(field, key -> new ArrayList<>()).add(fault);
        if (writing.kind() == Kind.RULE && authority != null) {
            ObjectNode document = RuleForm.document(
                    typed,
                    name == null ? freeName(Kind.RULE, authority.code(), typed.one("value")) : name,
                    authority.code());
            Rule rule = RecognitionDocuments.rule(
                    typed.version() + 1, document, (path, fault) -> at.accept(RuleForm.field(path), fault));
            RuleForm.contradictions(typed, at);
            return new Said(document, rule, null);
        }
        if (writing.kind() == Kind.AGREEMENT && authority != null) {
            ObjectNode document = AgreementForm.document(
                    typed,
                    name == null ? freeName(Kind.AGREEMENT, authority.code(), "agreement") : name,
                    authority.code());
            BiConsumer<String, Fault> tell = (path, fault) -> at.accept(AgreementForm.field(path, typed), fault);
            Agreement agreement = RecognitionDocuments.agreement(typed.version() + 1, document, tell);
            String counts = agreement.rule();
            if (counts != null
                    && rulesOf(authority).noneMatch(rule -> rule.name().equals(counts))) {
                tell.accept("effect.rule", Fault.of("recognition.fault.rule-of-another", counts));
            }
            return new Said(document, null, agreement);
        }
        ObjectNode document = AuthorityForm.document(typed, name == null ? typed.one("code") : name);
        BiConsumer<String, Fault> tell = (path, fault) -> at.accept(AuthorityForm.field(path, typed), fault);
        Authority wanted = RecognitionDocuments.authority(document, tell);
        if (name == null && rulebook.current().codes().contains(wanted.code())) {
            tell.accept("code", Fault.of("recognition.fault.code-taken"));
        }
        return new Said(document, null, null);
    }

    private Stream<Rule> rulesOf(Authority authority) {
        return rulebook.current().rules().getOrDefault(authority.code(), List.of()).stream();
    }

    private ModelAndView change(StaffMember officer, Writing writing, String act, Locale locale) {
        if (!act.equals("preview") && !act.equals("propose")) {
            return editor(writing);
        }
        TypedFields typed = writing.typed();
        Map<String, List<Fault>> problems = new LinkedHashMap<>();
        Said said = read(writing, problems);
        if (!problems.isEmpty()) {
            if (act.equals("propose") && typed.one("words").isEmpty()) {
                problems.put("words", List.of(Fault.of("system.fault.missing")));
            }
            return editor(writing).addObject("problems", problems);
        }
        if (writing.name() != null && version(writing.kind(), writing.name()) != typed.version()) {
            return editor(writing).addObject("refusal", "changed-meanwhile");
        }
        String yaml = ExportKeeping.yaml(said.document());
        List<RuleChange> changes = proposals.preview(yaml);
        Authority authority = writing.authority();
        String twins = said.rule() == null || authority == null ? "" : twins(said.rule(), authority);
        if (act.equals("propose") && !twins.isEmpty() && !twins.equals(typed.one("twins"))) {
            return editor(writing)
                    .addObject("changes", changes)
                    .addObject("twins", twins)
                    .addObject("refusal", "twins");
        }
        if (act.equals("propose")) {
            Refusal refusal = proposals.propose(
                    officer, yaml, typed.one("words"), reach.may(officer, writing.request(), changes));
            if (refusal == Refusal.NONE) {
                log.info("{} proposed a change of rules by form", officer.id().value());
                return new ModelAndView("redirect:" + RuleReach.base(writing.request()) + "?done=proposed");
            }
            return editor(writing)
                    .addObject("changes", changes)
                    .addObject("twins", twins)
                    .addObject("refusal", refusal == Refusal.NO_WORDS ? "no-words" : "nothing-new-here");
        }
        ModelAndView editor = editor(writing).addObject("changes", changes).addObject("twins", twins);
        if (said.agreement() != null) {
            editor.addObject("judged", AgreementForm.examples(said.agreement(), clock.instant()));
        }
        return said.rule() == null || authority == null
                ? editor
                : editor.addObject("example", example(said.rule(), authority, typed.one("example"), locale));
    }

    /** The other rules of which none comes before this one where both fit, by name. */
    private String twins(Rule rule, Authority authority) {
        return rulebook.current().rules().getOrDefault(authority.code(), List.of()).stream()
                .filter(other -> !other.name().equals(rule.name()) && other.isEqualTo(rule))
                .map(Rule::name)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private Example example(Rule rule, Authority authority, String wanted, Locale locale) {
        LocalDate today = today();
        LocalDate from = rule.validFrom();
        LocalDate day = from != null && from.isAfter(today) ? from : today;
        Optional<Choice> known = wanted.isEmpty()
                ? offers().stream()
                        .filter(choice -> rule.scope().fits(choice.offer()))
                        .findFirst()
                : named(wanted);
        List<String> unknown =
                RuleForm.idsOf(rule).stream().filter(id -> named(id).isEmpty()).toList();
        if (known.isEmpty()) {
            return new Example(wanted, null, false, day, null, unknown);
        }
        List<Rule> rules = Stream.concat(
                        rulebook.current().rules().getOrDefault(authority.code(), List.of()).stream()
                                .filter(each -> !each.name().equals(rule.name())),
                        Stream.of(rule))
                .toList();
        Offer offer = known.get().offer();
        return new Example(
                offer.id(),
                known.get().title(),
                rule.scope().fits(offer) && rule.holdsOn(day),
                day,
                words.view(Worth.of(authority, rules, offer, day), offer, locale),
                unknown);
    }

    /** Something on offer. */
    record Choice(String id, String title, Offer offer) {}

    private Optional<Choice> named(String id) {
        if (!MicroCredentialId.isValid(id)) {
            return Optional.empty();
        }
        return catalogue
                .current(new MicroCredentialId(id))
                .map(one -> new Choice(id, one.title(), Offer.of(one)))
                .or(() -> catalogue.current(new StackId(id)).map(one -> new Choice(id, one.title(), Offer.of(one))));
    }

    private List<Choice> offers() {
        List<Choice> choices = new ArrayList<>();
        catalogue.stacks().forEach(one -> choices.add(new Choice(one.id().value(), one.title(), Offer.of(one))));
        catalogue
                .search(Wanted.words(""), 0, EXAMPLES)
                .forEach(one -> choices.add(new Choice(one.id().value(), one.title(), Offer.of(one))));
        return choices;
    }

    private ModelAndView editor(Writing writing) {
        HttpServletRequest request = writing.request();
        String base = RuleReach.base(request);
        Authority authority = writing.authority();
        Kind kind = writing.kind();
        boolean ofRule = kind == Kind.RULE;
        String name = writing.name();
        String word = kind.name().toLowerCase(Locale.ROOT);
        String of = authority == null ? "" : "/" + authority.code().value();
        String action = name == null ? "/new-" + word + of : "/" + word + "/" + name + "/edit";
        return new ModelAndView("recognition/" + word + "-editor")
                .addObject("section", RuleReach.section(request))
                .addObject("base", base)
                .addObject("action", base + action)
                .addObject("name", name)
                .addObject("authority", authority)
                .addObject("typed", writing.typed())
                .addObject("problems", Map.of())
                .addObject("refusal", "")
                .addObject("changes", null)
                .addObject("twins", "")
                .addObject("example", null)
                .addObject("judged", null)
                .addObject(
                        "kinds",
                        Arrays.stream(ValueKind.values()).map(ValueKind::key).toList())
                .addObject("scopes", RuleForm.SCOPES)
                .addObject("of", RuleForm.OF)
                .addObject("per", RuleForm.PER)
                .addObject("types", AuthorityForm.TYPES)
                .addObject("offers", ofRule ? offers() : List.of())
                .addObject("around", ofRule ? List.of() : others(kind == Kind.AUTHORITY ? name : code(authority)))
                .addObject(
                        "rules",
                        authority == null
                                ? List.of()
                                : rulesOf(authority).map(Rule::name).toList())
                .addObject("partners", writing.typed().filledAndOneMore(AgreementForm.PARTNER))
                .addObject("needs", writing.typed().filledAndOneMore(AuthorityForm.NEED))
                .addObject("equivalents", writing.typed().filledAndOneMore(AuthorityForm.EQUIVALENT));
    }

    private static @Nullable String code(@Nullable Authority authority) {
        return authority == null ? null : authority.code().value();
    }

    /** All authorities but this one, by place. */
    private List<Authority> others(@Nullable String code) {
        return rulebook.current().authorities().values().stream()
                .filter(each -> !each.code().value().equals(code))
                .sorted(Comparator.comparing(Authority::place))
                .toList();
    }
}
