package dev.laurel.recognition;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.StackId;
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.system.ProblemPages;
import dev.laurel.system.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /recognition/value}: what something of the catalogue counts for with an authority, for anybody's web site. */
@RestController
class ValueController {

    private final Recognition recognition;
    private final Catalogue catalogue;
    private final WorthWords words;
    private final ValueRation ration;
    private final ProblemPages problems;

    ValueController(
            Recognition recognition, Catalogue catalogue, WorthWords words, ValueRation ration, ProblemPages problems) {
        this.recognition = recognition;
        this.catalogue = catalogue;
        this.words = words;
        this.ration = ration;
        this.problems = problems;
    }

    /**
     * What one rule says.
     *
     * @param amount units for one badge; null where the authority names none
     * @param kind as in {@link ValueKind#key()}
     * @param source where it was read; {@code sourceUrl} is its address, where one is known
     * @param note for people, in their language where it is ours, in the authority's where it is theirs
     */
    record Line(
            @JsonInclude @Nullable BigDecimal amount,
            @JsonInclude @Nullable String unit,
            @JsonInclude @Nullable String kind,
            @JsonInclude @Nullable String approver,
            @JsonInclude @Nullable String source,
            @JsonInclude @Nullable String sourceUrl,
            @JsonInclude @Nullable String checkedOn,
            @JsonInclude String note) {}

    /**
     * The answer: {@link Line} for what people ask for first, renewal before all else.
     *
     * @param others what else it counts for there
     * @param around what it counts for by the rules of the state that a district lies in, which hold there too
     */
    record Value(
            String credential,
            String authority,
            String authorityName,
            @JsonInclude @Nullable BigDecimal amount,
            @JsonInclude @Nullable String unit,
            @JsonInclude @Nullable String kind,
            @JsonInclude @Nullable String approver,
            @JsonInclude @Nullable String source,
            @JsonInclude @Nullable String sourceUrl,
            @JsonInclude @Nullable String checkedOn,
            @JsonInclude String note,
            List<Line> others,
            List<Value> around) {

        Value lying(List<Value> within) {
            return new Value(
                    credential,
                    authority,
                    authorityName,
                    amount,
                    unit,
                    kind,
                    approver,
                    source,
                    sourceUrl,
                    checkedOn,
                    note,
                    others,
                    List.copyOf(within));
        }
    }

    @GetMapping("/recognition/value")
    ResponseEntity<Value> value(
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(defaultValue = "") String authority,
            HttpServletRequest request,
            Locale locale) {
        ration.take(request);
        if (credential.isBlank() || authority.isBlank()) {
            throw new NothingAsked();
        }
        Offer offer = offer(credential.strip()).orElseThrow(UnknownCredential::new);
        String code = authority.strip().toLowerCase(Locale.ROOT);
        List<Authority> there = Optional.of(code)
                .filter(AuthorityCode::isValid)
                .flatMap(valid -> recognition.at(new AuthorityCode(valid)))
                .map(Home::authorities)
                .orElseThrow(UnknownAuthority::new);
        List<Value> values = there.stream()
                .flatMap(each -> recognition.worth(offer, each.code()).stream())
                .map(worth -> value(offer, worth, locale))
                .toList();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Rulebook.FRESH).cachePublic())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .contentType(MediaType.APPLICATION_JSON)
                .body(values.get(0).lying(values.subList(1, values.size())));
    }

    private Optional<Offer> offer(String id) {
        if (!MicroCredentialId.isValid(id)) {
            return Optional.empty();
        }
        return catalogue.current(new MicroCredentialId(id)).map(Offer::of).or(() -> catalogue
                .current(new StackId(id))
                .map(Offer::of));
    }

    private Value value(Offer offer, Worth worth, Locale locale) {
        Line first = worth.first() == null
                ? new Line(
                        null,
                        null,
                        null,
                        worth.authority().decides(),
                        null,
                        null,
                        null,
                        words.note(null, offer, locale))
                : line(worth.first(), offer, locale);
        return new Value(
                offer.id(),
                worth.authority().code().value(),
                worth.authority().name(),
                first.amount(),
                first.unit(),
                first.kind(),
                first.approver(),
                first.source(),
                first.sourceUrl(),
                first.checkedOn(),
                first.note(),
                worth.others().stream().map(line -> line(line, offer, locale)).toList(),
                List.of());
    }

    private Line line(Worth.Line line, Offer offer, Locale locale) {
        Rule rule = line.rule();
        return new Line(
                line.amount(),
                rule.unit(),
                rule.kind().key(),
                rule.approver(),
                rule.source().title(),
                rule.source().url(),
                rule.checkedOn().toString(),
                words.note(line, offer, locale));
    }

    /** Programs that ask get a problem (RFC 9457), whatever they accept. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Refusal refusal, Locale locale) {
        return problems.problem(refusal, locale);
    }
}
