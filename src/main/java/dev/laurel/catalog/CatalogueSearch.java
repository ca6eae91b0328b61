package dev.laurel.catalog;

import dev.laurel.catalog.Wanted.Effort;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What an address of the catalogue's list asks for: {@code /catalog?q=…&topic=…&grade=…&hours=…&standard=…&issuer=…}. */
record CatalogueSearch(
        @Nullable String q,
        @Nullable String topic,
        @Nullable String grade,
        @Nullable String hours,
        @Nullable String standard,
        @Nullable String issuer,
        @Nullable String page) {

    private static final int LONGEST = 200;

    CatalogueSearch {
        q = bounded(q);
        topic = bounded(topic);
        grade = bounded(grade);
        hours = bounded(hours);
        standard = bounded(standard);
        issuer = bounded(issuer);
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
        String number = known(page);
        return number.matches("\\d{1,6}") ? Integer.parseInt(number) : 0;
    }

    /** The list's own address with its filters, ending in {@code page=}. */
    String address() {
        StringBuilder address = new StringBuilder("/catalog?");
        add(address, "q", q);
        add(address, "topic", topic);
        add(address, "grade", grade);
        add(address, "hours", hours);
        add(address, "standard", standard);
        add(address, "issuer", issuer);
        return address.append("page=").toString();
    }

    private static void add(StringBuilder address, String name, @Nullable String value) {
        if (!known(value).isEmpty()) {
            address.append(name)
                    .append('=')
                    .append(URLEncoder.encode(known(value), StandardCharsets.UTF_8))
                    .append('&');
        }
    }
}
