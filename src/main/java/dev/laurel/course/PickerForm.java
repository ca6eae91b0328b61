package dev.laurel.course;

import dev.laurel.catalog.Wanted;
import dev.laurel.catalog.Wanted.Effort;
import dev.laurel.system.Paging;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.MultiValueMap;

/**
 * What stands in the picker's form, which is also what stands in its address: words and filters, the page, what is picked,
 * and what goes along with it. So a page can be gone back to and reloaded, and nothing picked is lost.
 *
 * @param pick ids as they were sent
 * @param from when the link opens, {@code due} and {@code until} likewise: a day and time without a zone, as browsers send it
 * @param zone a name of the IANA time zone database
 */
record PickerForm(
        Wanted wanted,
        int page,
        List<String> pick,
        String from,
        String due,
        String until,
        String zone,
        boolean newWindow) {

    private static final int LONGEST = 200;
    private static final int MOST = 100;

    PickerForm {
        pick = List.copyOf(pick);
    }

    static PickerForm read(MultiValueMap<String, String> sent) {
        return new PickerForm(
                new Wanted(
                        text(sent, "q"),
                        text(sent, "topic"),
                        text(sent, "grade"),
                        Effort.named(text(sent, "hours")),
                        text(sent, "issuer")),
                Paging.number(text(sent, "page")),
                Optional.ofNullable(sent.get("pick")).orElse(List.of()).stream()
                        .filter(id -> id.length() <= LONGEST)
                        .limit(MOST)
                        .toList(),
                text(sent, "from"),
                text(sent, "due"),
                text(sent, "until"),
                text(sent, "zone"),
                text(sent, "window").equals("new"));
    }

    private static String text(MultiValueMap<String, String> sent, String name) {
        String text = Optional.ofNullable(sent.getFirst(name)).orElse("").strip();
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    /** The same with another page of the list. */
    PickerForm at(int otherPage) {
        return new PickerForm(wanted, otherPage, pick, from, due, until, zone, newWindow);
    }

    /** Without what narrows the list. */
    PickerForm widened() {
        return new PickerForm(Wanted.words(""), 0, pick, from, due, until, zone, newWindow);
    }

    /** For platforms that pass dates over, whatever an address says. */
    PickerForm withoutDates() {
        return new PickerForm(wanted, page, pick, "", "", "", "", newWindow);
    }

    public boolean isNarrowed() {
        return !wanted.equals(Wanted.words(wanted.words()));
    }

    public boolean hasDates() {
        return !from.isEmpty() || !due.isEmpty() || !until.isEmpty();
    }

    private String effort() {
        return wanted.effort().map(Effort::key).orElse("");
    }

    /** As the query of an address; what is empty is left out. */
    String query() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("q", wanted.words());
        texts.put("topic", wanted.topic());
        texts.put("grade", wanted.gradeBand());
        texts.put("hours", effort());
        texts.put("issuer", wanted.issuer());
        texts.put("page", page == 0 ? "" : String.valueOf(page));
        texts.put("from", from);
        texts.put("due", due);
        texts.put("until", until);
        texts.put("zone", hasDates() ? zone : "");
        texts.put("window", newWindow ? "new" : "");
        StringBuilder query = new StringBuilder();
        texts.forEach((name, value) -> append(query, name, value));
        pick.forEach(id -> append(query, "pick", id));
        return query.toString();
    }

    private static void append(StringBuilder query, String name, String value) {
        if (!value.isEmpty()) {
            query.append(query.isEmpty() ? "?" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
