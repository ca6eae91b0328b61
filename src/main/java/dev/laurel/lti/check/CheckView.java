package dev.laurel.lti.check;

import dev.laurel.system.WebOrigin;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What the pages of the check share, whoever looks at them; the template {@code lti/check} holds their parts. */
@Component
public class CheckView {

    private final MessageSource messages;
    private final Clock clock;

    CheckView(MessageSource messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * A finding as it is shown.
     *
     * @param report the same as plain text, for a mail
     */
    public record Row(Finding finding, String report) {}

    /**
     * A page with every line.
     *
     * @param address of the page; below it each line is tried by its key
     * @param findings empty before anything was tried
     */
    public ModelAndView page(String template, String address, CheckedPlace place, List<Finding> findings) {
        List<Row> rows = (findings.isEmpty()
                        ? Arrays.stream(CheckLine.values()).map(ConnectionCheck::untried)
                        : findings.stream())
                .map(this::row)
                .toList();
        String header = said(Words.of(
                "report.header",
                place.registration().issuer(),
                place.registration().clientId(),
                place.deploymentId() == null ? "-" : place.deploymentId()));
        StringBuilder report =
                new StringBuilder(header).append('\n').append(clock.instant().truncatedTo(ChronoUnit.SECONDS));
        rows.forEach(row -> report.append('\n').append(row.report()));
        return new ModelAndView(template)
                .addObject("address", address)
                .addObject("course", place.course())
                .addObject("platform", WebOrigin.of(place.registration().authorizationEndpoint()))
                .addObject("tried", !findings.isEmpty())
                .addObject("rows", rows)
                .addObject("reportHeader", header)
                .addObject("report", report.toString());
    }

    /** One line alone, to be put into the page. */
    public ModelAndView line(String address, Finding finding) {
        return new ModelAndView("lti/check-line").addObject("address", address).addObject("row", row(finding));
    }

    private Row row(Finding finding) {
        List<String> sentences = new ArrayList<>();
        sentences.add(said(Words.of(finding.line().key() + ".title")) + ": "
                + said(new Words(finding.light().key(), List.of())) + ".");
        if (finding.tried() != null) {
            sentences.add(said(finding.tried()));
        }
        sentences.add(said(finding.answer()));
        for (Finding.Part part : finding.parts()) {
            String state = part.light() == Light.OK ? "granted" : "not-granted";
            sentences.add("[" + said(Words.of(state)) + "] " + said(part.name()));
        }
        if (finding.mend() != null) {
            sentences.add(said(Words.of("mend")) + " " + said(finding.mend()));
        }
        return new Row(finding, String.join(" ", sentences));
    }

    private String said(Words words) {
        Locale locale = LocaleContextHolder.getLocale();
        return messages.getMessage(words.key(), words.fill().isEmpty() ? null : words.blanks(), locale);
    }
}
