package dev.laurel.submission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.course.Rosters;
import dev.laurel.lti.Launch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Looks through a draft for names and for films that anybody can watch. Hints never keep anybody from handing in; they leave
 * this process only as a page, are stored nowhere and go into no log. What was found in a file is remembered for some minutes,
 * so that opening the page again costs nothing.
 */
@Component
class PrivacyHints {

    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"]{1,2000}");

    private static final Pattern PUBLIC_VIDEO = Pattern.compile(
            "(?:^|\\.)(?:youtube\\.com|youtu\\.be|youtube-nocookie\\.com|vimeo\\.com|dailymotion\\.com|dai\\.ly|tiktok\\.com"
                    + "|twitch\\.tv|fb\\.watch)$");

    private static final Pattern SHARED_PLACE = Pattern.compile(
            "(?:^|\\.)(?:drive\\.google\\.com|docs\\.google\\.com|photos\\.app\\.goo\\.gl|photos\\.google\\.com|dropbox\\.com"
                    + "|1drv\\.ms|onedrive\\.live\\.com|sharepoint\\.com|loom\\.com|icloud\\.com|box\\.com)$");

    /** Says in the address that no account is needed. */
    private static final Pattern SAYS_OPEN = Pattern.compile(
            "usp=(?:sharing|share_link|drive_link)|/file/d/|[?&]id=|/share/|[?&]dl=|/s/|/scl/|/:[a-z]:/[gs]/|/photo|/album");

    /** Of one draft, looked into before it is handed in; nobody waits for more. */
    private static final int MOST_FILES = 12;

    private static final long MOST_BYTES = 80L * 1024 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** Who knows other names finds others in the same file, which is another one when it was cleaned again. */
    private record Looked(UUID file, int cleanedBy, long bytes, String names) {}

    /**
     * @param found of as much as was read
     * @param whole whether that was all
     */
    private record Look(List<NameFinder.Found> found, boolean whole) {

        static final Look NONE = new Look(List.of(), false);
    }

    private final Cache<Looked, Look> looks = Caffeine.newBuilder()
            .maximumSize(1000)
            .expireAfterWrite(Duration.ofMinutes(15))
            .build();

    private final Rosters rosters;
    private final EvidenceFiles files;
    private final EvidenceStore store;

    PrivacyHints(Rosters rosters, EvidenceFiles files, EvidenceStore store) {
        this.rosters = rosters;
        this.files = files;
        this.store = store;
    }

    /** What may be told by each requirement of a draft; requirements without a hint are left out. */
    Map<Requirement, List<PrivacyHint>> in(Launch launch, Portfolio portfolio) {
        NameFinder names = names(launch);
        Map<Requirement, List<PrivacyHint>> hints = new LinkedHashMap<>();
        for (Requirement requirement : portfolio.requirements()) {
            List<PrivacyHint> found = in(names, requirement);
            if (!found.isEmpty()) {
                hints.put(requirement, found);
            }
        }
        return hints;
    }

    /** The same with what is written in its files, as far as a page can look: the last look before the work leaves its earner. */
    Throughout throughout(Launch launch, AttemptId attempt, Portfolio portfolio) {
        NameFinder names = names(launch);
        Map<Requirement, List<PrivacyHint>> hints = new LinkedHashMap<>();
        Map<Requirement, List<String>> unread = new LinkedHashMap<>();
        long end = System.nanoTime() + LONGEST.toNanos();
        int looked = 0;
        long bytes = 0;
        for (Requirement requirement : portfolio.requirements()) {
            List<PrivacyHint> found = new ArrayList<>(in(names, requirement));
            for (SavedItem.SavedFile file : written(requirement)) {
                Look look = Look.NONE;
                if (looked < MOST_FILES && bytes + file.bytes() <= MOST_BYTES) {
                    looked++;
                    bytes += file.bytes();
                    look = look(attempt, file, names, () -> System.nanoTime() > end);
                }
                add(found, PrivacyHint.Where.INSIDE, file.ownName(), look.found());
                if (!look.whole()) {
                    unread.computeIfAbsent(requirement, key -> new ArrayList<>())
                            .add(file.ownName());
                }
            }
            if (!found.isEmpty()) {
                hints.put(requirement, List.copyOf(found));
            }
        }
        return new Throughout(hints, unread);
    }

    /**
     * What was found, and what nobody looked into.
     *
     * @param unread the earner's names of files that hold text of which not all was read
     */
    record Throughout(Map<Requirement, List<PrivacyHint>> hints, Map<Requirement, List<String>> unread) {

        /** Names are personal. */
        @Override
        public String toString() {
            return "Throughout[" + hints.size() + " with hints, " + unread.size() + " not read]";
        }
    }

    /** Files in which something may be written. */
    private static List<SavedItem.SavedFile> written(Requirement requirement) {
        return requirement instanceof Requirement.Shown shown
                ? shown.present().stream()
                        .flatMap(item -> Stream.ofNullable(item.file()))
                        .filter(file -> file.isCleared() && FileWords.holdsText(file.displayName()))
                        .toList()
                : List.of();
    }

    private Look look(AttemptId attempt, SavedItem.SavedFile file, NameFinder names, BooleanSupplier late) {
        Looked looked = new Looked(file.id(), file.cleanedBy(), file.bytes(), names.fingerprint());
        Look before = looks.getIfPresent(looked);
        if (before != null) {
            return before;
        }
        if (late.getAsBoolean()) {
            return Look.NONE;
        }
        EvidenceFiles.StoredFile stored =
                files.openForEarner(attempt, file.id()).orElse(null);
        if (stored == null) {
            return Look.NONE;
        }
        try {
            Path copy = store.newIncoming();
            try {
                try (InputStream content = stored.content().getInputStream()) {
                    Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
                }
                FileWords.Written written = FileWords.of(file.displayName(), copy, late);
                Look look = new Look(names.inText(written.words()), written.whole());
                looks.put(looked, look);
                return look;
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException | UncheckedIOException notNow) {
            // A hint less: handing in asks the store for the file once more.
            return Look.NONE;
        }
    }

    /** What may be told by one requirement. */
    List<PrivacyHint> in(Launch launch, Requirement requirement) {
        return in(names(launch), requirement);
    }

    /** Words of a file's name that may be somebody's, before the file has come. */
    List<String> inFileName(Launch launch, String name) {
        return names(launch).inName(withoutKind(name)).stream()
                .map(NameFinder.Found::words)
                .distinct()
                .toList();
    }

    /**
     * Words of the names of files within an archive, before it has come.
     *
     * @param entries as the archive lists them
     */
    List<String> inArchive(Launch launch, List<String> entries) {
        return within(names(launch), ArchiveCleaner.names(entries)).stream()
                .map(NameFinder.Found::words)
                .distinct()
                .limit(PrivacyHint.MOST_WORDS)
                .toList();
    }

    /**
     * The files within an archive called after nobody, in the same order: each name of a person is the same word with a
     * number everywhere. None where nothing would change.
     *
     * @param entries as the archive lists them
     * @param somebody the word for a person
     */
    List<String> withoutNames(Launch launch, List<String> entries, String somebody) {
        NameFinder names = names(launch);
        Map<String, String> people = new HashMap<>();
        Set<String> taken = new HashSet<>();
        List<String> renamed = new ArrayList<>();
        for (String entry : entries) {
            boolean folder = entry.endsWith("/");
            String bare = folder ? entry.substring(0, entry.length() - 1) : withoutKind(entry);
            String fresh = names.withoutNames(
                    bare, person -> people.computeIfAbsent(person, one -> somebody + "-" + (people.size() + 1)));
            String kind = entry.substring(bare.length());
            String free = fresh + kind;
            for (int i = 2; !taken.add(free); i++) {
                free = fresh + "-" + i + kind;
            }
            renamed.add(free);
        }
        return renamed.equals(entries) ? List.of() : renamed;
    }

    private static List<NameFinder.Found> within(NameFinder names, List<String> entries) {
        return entries.stream()
                .flatMap(entry -> names.inName(withoutKind(entry)).stream())
                .distinct()
                .toList();
    }

    private NameFinder names(Launch launch) {
        List<String> own = Stream.of(
                        launch.profile().displayName(),
                        Optional.ofNullable(launch.profile().givenName()),
                        Optional.ofNullable(launch.profile().familyName()))
                .flatMap(Optional::stream)
                .toList();
        return new NameFinder(own, rosters.names(launch));
    }

    static List<PrivacyHint> in(NameFinder names, Requirement requirement) {
        List<PrivacyHint> hints = new ArrayList<>();
        if (requirement instanceof Requirement.Asked asked) {
            text(names, PrivacyHint.Where.TEXT, asked.answer().text(), hints);
        } else if (requirement instanceof Requirement.Shown shown) {
            text(names, PrivacyHint.Where.NOTE, shown.note().text(), hints);
            for (SavedItem item : shown.present()) {
                if (item.file() != null) {
                    String name = item.file().ownName();
                    add(hints, PrivacyHint.Where.FILE, name, names.inName(withoutKind(name)));
                    List<String> within = item.file().within().lines().toList();
                    add(hints, PrivacyHint.Where.ARCHIVE, name, within(names, within));
                } else if (item.link() != null) {
                    link(names, PrivacyHint.Where.LINK, item.link(), hints);
                }
            }
        }
        return List.copyOf(hints);
    }

    private static void text(NameFinder names, PrivacyHint.Where where, String text, List<PrivacyHint> hints) {
        if (text.isBlank()) {
            return;
        }
        Matcher address = ADDRESS.matcher(text);
        StringBuilder words = new StringBuilder(text.length());
        int from = 0;
        while (address.find()) {
            words.append(text, from, address.start()).append(' ');
            from = address.end();
            address(address.group()).ifPresent(found -> film(where, found, hints));
        }
        words.append(text, from, text.length());
        add(hints, where, "", names.inText(words.toString()));
    }

    private static Optional<URI> address(String typed) {
        try {
            return Optional.of(URI.create(typed.replaceAll("[.,;:!?)\\]}»”’]+$", "")));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static void link(NameFinder names, PrivacyHint.Where where, URI address, List<PrivacyHint> hints) {
        film(where, address, hints);
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        add(hints, where, address.toString(), names.inName(decoded(path)));
    }

    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return path;
        }
    }

    private static void film(PrivacyHint.Where where, URI address, List<PrivacyHint> hints) {
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        if (PUBLIC_VIDEO.matcher(host).find()) {
            hints.add(new PrivacyHint(
                    PrivacyHint.Kind.PUBLIC_VIDEO, where, address.toString(), List.of(address.toString())));
        } else if (SHARED_PLACE.matcher(host).find()
                && SAYS_OPEN.matcher(address.toString()).find()) {
            hints.add(new PrivacyHint(
                    PrivacyHint.Kind.OPEN_LINK, where, address.toString(), List.of(address.toString())));
        }
    }

    private static void add(
            List<PrivacyHint> hints, PrivacyHint.Where where, String subject, List<NameFinder.Found> found) {
        Map<PrivacyHint.Kind, List<String>> kinds = found.stream()
                .collect(Collectors.groupingBy(
                        one -> kind(one.whose()),
                        () -> new EnumMap<>(PrivacyHint.Kind.class),
                        Collectors.mapping(NameFinder.Found::words, Collectors.toList())));
        kinds.forEach((kind, words) -> hints.add(new PrivacyHint(kind, where, subject, words)));
    }

    private static PrivacyHint.Kind kind(NameFinder.Whose whose) {
        return switch (whose) {
            case OWN -> PrivacyHint.Kind.OWN_NAME;
            case COURSE -> PrivacyHint.Kind.COURSE_NAME;
            case LIKELY -> PrivacyHint.Kind.LIKELY_NAME;
        };
    }

    /** A dot in the name of a folder begins no ending: Unit 1.2/Maria. */
    private static String withoutKind(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }
}
