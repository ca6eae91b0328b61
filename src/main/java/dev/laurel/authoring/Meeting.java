package dev.laurel.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two editors' words for one page: what the other one has saved where it differs from one's own. */
record Meeting(List<Theirs> differences) {

    /**
     * A field that differs.
     *
     * @param name its address, by the other's rows
     * @param words the other's; empty where they have nothing there
     */
    record Theirs(String name, String words) {

        /** The end of the message key that names the field. */
        public String word() {
            return name.replaceAll("\\[\\d+]", "").replaceAll("\\.descriptors\\..*", ".descriptors");
        }
    }

    static Meeting of(Sheet mine, Sheet theirs) {
        Map<String, List<String>> own = mine.entries();
        List<Theirs> differences = new ArrayList<>();
        theirs.entries().forEach((name, words) -> {
            if (!name.endsWith(Entries.ROW) && !name.endsWith(Entries.ROWS) && !words.equals(own.get(name))) {
                differences.add(new Theirs(
                        name,
                        String.join(
                                ", ",
                                words.stream().filter(word -> !word.isEmpty()).toList())));
            }
        });
        own.forEach((name, words) -> {
            if (!name.endsWith(Entries.ROW)
                    && !name.endsWith(Entries.ROWS)
                    && !theirs.entries().containsKey(name)
                    && words.stream().anyMatch(word -> !word.isEmpty())) {
                differences.add(new Theirs(name, ""));
            }
        });
        return new Meeting(List.copyOf(differences));
    }
}
