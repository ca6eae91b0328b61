package dev.laurel.catalog;

import dev.laurel.catalog.Wanted.Effort;
import dev.laurel.system.Paging;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an address of the catalogue's list asks for: {@code /catalog?q=…&topic=…&grade=…&hours=…&standard=…&issuer=…&where=…}. */
record CatalogueSearch(
        @Nullable String q,
        @Nullable String topic,
        @Nullable String grade,
        @Nullable String hours,
        @Nullable String standard,
        @Nullable String issuer,
        @Nullable String where,
        @Nullable String page) {

    private static final int LONGEST = 200;

    CatalogueSearch {
        q = bounded(q);
        topic = bounded(topic);
        grade = bounded(grade);
        hours = bounded(hours);
        standard = bounded(standard);
        issuer = bounded(issuer);
        where = where == null ? null : bounded(where);
        page = bounded(page);
    }

    private static String bounded(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String stripped = text.strip();
        return stripped.length() > LONGEST ? stripped.substring(0, LONGEST) : stripped;
    }

    private static String known(@Nullable String text) {
        return text == null ? "" : text;
    }

    String words() {
        return known(q);
    }

    public Wanted wanted() {
        return new Wanted(
                words(), known(topic), known(grade), Effort.named(known(hours)), known(issuer), known(standard));
    }

    /** Whether anything but words narrows the list. */
    public boolean isFiltered() {
        return !wanted().isWordsOnly();
    }

    int pageNumber() {
        return Paging.number(known(page));
    }

    /** What narrows the list, by the names that the address has for it; what is empty is left out. */
    public Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>();
        keep(kept, "q", q);
        keep(kept, "topic", topic);
        keep(kept, "grade", grade);
        keep(kept, "hours", hours);
        keep(kept, "standard", standard);
        keep(kept, "issuer", issuer);
        return kept;
    }

    private static void keep(Map<String, String> kept, String name, @Nullable String value) {
        if (!known(value).isEmpty()) {
            kept.put(name, known(value));
        }
    }

    /**
     * The list's own address with its filters, ending in {@code page=}.
     *
     * @param chosen the place, as far as it is known; may be empty
     */
    String address(String chosen) {
        Map<String, String> all = kept();
        keep(all, "where", chosen);
        return all.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8) + "&")
                .collect(Collectors.joining("", "/catalog?", "page="));
    }
}
