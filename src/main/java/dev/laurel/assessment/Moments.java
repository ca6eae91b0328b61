package dev.laurel.assessment;

import dev.laurel.assessment.EvidenceView.Passage;
import dev.laurel.submission.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The times in the note beside recordings, {@code 2:15} or {@code 1:02:15}: each leads to that moment. It is of the recording
 * whose neutral name was written last before it ({@code A4-2 2:15}), else of the artefact's first.
 */
final class Moments {

    private static final String TIME =
            "(?<![\\d:.,])(?:(?<hours>\\d{1,2}):)?(?<minutes>\\d{1,2}):(?<seconds>[0-5]\\d)(?![\\d:])";

    private Moments() {}

    /** The note in passages; joined, their texts are the note. */
    static List<Passage> in(String note, List<Evidence.File> recordings) {
        if (recordings.isEmpty()) {
            return List.of(Passage.of(note));
        }
        List<Passage> passages = new ArrayList<>();
        Evidence.File recording = recordings.get(0);
        int done = 0;
        Matcher found = pattern(recordings).matcher(note);
        while (found.find()) {
            if (found.group("name") != null) {
                String named = found.group("name");
                recording = recordings.stream()
                        .filter(each -> stem(each).equalsIgnoreCase(named))
                        .findFirst()
                        .orElse(recording);
                continue;
            }
            if (found.start() > done) {
                passages.add(Passage.of(note.substring(done, found.start())));
            }
            passages.add(new Passage(found.group(), second(found), recording.fileId(), recording.displayName()));
            done = found.end();
        }
        if (done < note.length()) {
            passages.add(Passage.of(note.substring(done)));
        }
        return List.copyOf(passages);
    }

    private static int second(Matcher found) {
        String hours = found.group("hours");
        return (hours == null ? 0 : Integer.parseInt(hours) * 3600)
                + Integer.parseInt(found.group("minutes")) * 60
                + Integer.parseInt(found.group("seconds"));
    }

    private static Pattern pattern(List<Evidence.File> recordings) {
        String names = recordings.stream()
                .map(Moments::stem)
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile("\\b(?<name>" + names + ")\\b|" + TIME, Pattern.CASE_INSENSITIVE);
    }

    private static String stem(Evidence.File recording) {
        return recording.displayName().replaceFirst("\\.[^.]*$", "");
    }
}
