package dev.laurel.agreement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.laurel.system.AskedTooOften;
import dev.laurel.system.ProblemPages;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Agreement of anybody's ratings: CSV in, JSON out. Nothing of it is kept. */
@RestController
class AgreementTool {

    private static final int MOST_BYTES = 1 << 20;

    /** Intervals cost a thousand times as much as figures, and nobody has signed in here. */
    private static final int MOST_UNITS_FOR_INTERVALS = 500;

    private static final int MOST_RATERS_FOR_INTERVALS = 20;

    private final AgreementRation ration;
    private final ProblemPages problems;
    private final MessageSource messages;

    AgreementTool(AgreementRation ration, ProblemPages problems, MessageSource messages) {
        this.ration = ration;
        this.problems = problems;
        this.messages = messages;
    }

    /** The figures alone, in full precision; null where one is not defined. */
    @JsonPropertyOrder({
        "units",
        "raters",
        "exact",
        "exactOrAdjacent",
        "decisionAgreement",
        "kappa",
        "quadraticWeightedKappa",
        "alpha",
        "detail"
    })
    record Answer(
            int units,
            int raters,
            @Nullable Double exact,
            @Nullable Double exactOrAdjacent,
            @Nullable Double decisionAgreement,
            @Nullable Double kappa,
            @Nullable Double quadraticWeightedKappa,
            AlphaValues alpha,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Agreement detail) {

        static Answer of(Agreement agreement, boolean detail) {
            return new Answer(
                    agreement.units(),
                    agreement.raters(),
                    agreement.exact().value(),
                    agreement.exactOrAdjacent().value(),
                    agreement.decisionAgreement().value(),
                    agreement.kappa().value(),
                    agreement.quadraticWeightedKappa().value(),
                    new AlphaValues(
                            agreement.alpha().nominal().value(),
                            agreement.alpha().ordinal().value(),
                            agreement.alpha().interval().value()),
                    detail ? agreement : null);
        }
    }

    @JsonPropertyOrder({"nominal", "ordinal", "interval"})
    record AlphaValues(
            @Nullable Double nominal,
            @Nullable Double ordinal,
            @Nullable Double interval) {}

    /**
     * @param cut lowest level that counts as met
     * @param levels how many levels there are, numbered from 0 or from 1
     * @param detail {@code true} for n and an interval beside each figure
     */
    @PostMapping(path = "/tools/agreement", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer agreement(
            HttpServletRequest request,
            @RequestHeader(name = HttpHeaders.CONTENT_TYPE, required = false) @Nullable String contentType,
            @RequestParam(required = false) @Nullable String cut,
            @RequestParam(required = false) @Nullable String levels,
            @RequestParam(required = false) @Nullable String detail)
            throws IOException {
        ration.take(request);
        MediaType type = csv(contentType);
        OptionalInt levelCount = number(levels, 2, RatingsFile.MOST_LEVELS, "levels");
        OptionalInt lowestMet = number(cut, 0, levelCount.orElse(RatingsFile.MOST_LEVELS), "cut");
        boolean intervals = yes(detail);
        byte[] csv = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (csv.length > MOST_BYTES) {
            throw new RatingsRefused(HttpStatus.CONTENT_TOO_LARGE, "too-large");
        }
        Charset charset = type.getCharset() == null ? StandardCharsets.UTF_8 : type.getCharset();
        RatingTable table = RatingsFile.read(csv, charset, levelCount);
        if (intervals && (table.units() > MOST_UNITS_FOR_INTERVALS || table.raters() > MOST_RATERS_FOR_INTERVALS)) {
            throw new RatingsRefused(
                    HttpStatus.CONTENT_TOO_LARGE, "detail", MOST_UNITS_FOR_INTERVALS, MOST_RATERS_FOR_INTERVALS);
        }
        return Answer.of(Agreement.of(table, lowestMet, intervals), intervals);
    }

    /** Somebody opened the address to see what it is. */
    @GetMapping("/tools/agreement")
    ResponseEntity<ProblemDetail> opened(Locale locale) {
        ResponseEntity<ProblemDetail> told =
                refused(new RatingsRefused(HttpStatus.METHOD_NOT_ALLOWED, "method"), locale);
        return ResponseEntity.status(told.getStatusCode())
                .allow(HttpMethod.POST)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(told.getBody());
    }

    /** Refused here and not by the mapping, so that the answer names the type that helps: curl sends a form's by itself. */
    private static MediaType csv(@Nullable String contentType) {
        try {
            MediaType type = MediaType.parseMediaType(contentType == null ? "" : contentType);
            type.getCharset();
            if (type.getType().equals("text") && type.getSubtype().equals("csv")) {
                return type;
            }
        } catch (IllegalArgumentException malformed) {
            // no type, or a charset that does not exist: told as any other
        }
        throw new RatingsRefused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "type");
    }

    /** Whoever asks for intervals in other words would take an answer without them for all there is. */
    private static boolean yes(@Nullable String text) {
        String stripped = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        if (stripped.isEmpty() || stripped.equals("false")) {
            return false;
        }
        if (!stripped.equals("true")) {
            throw RatingsRefused.because("detail-word");
        }
        return true;
    }

    private static OptionalInt number(@Nullable String text, int least, int most, String name) {
        if (text == null || text.isBlank()) {
            return OptionalInt.empty();
        }
        String stripped = text.strip();
        int number = stripped.matches("\\d{1,9}") ? Integer.parseInt(stripped) : -1;
        if (number < least || number > most) {
            throw RatingsRefused.because(name, least, most);
        }
        return OptionalInt.of(number);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(RatingsRefused refused, Locale locale) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                refused.status(), messages.getMessage(refused.messageKey(), refused.arguments(), locale));
        problem.setTitle(messages.getMessage("agreement.refused", null, locale));
        return ResponseEntity.status(refused.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(AskedTooOften refused, Locale locale) {
        return problems.problem(refused, locale);
    }
}
