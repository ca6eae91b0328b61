package dev.laurel.catalog;

import dev.laurel.catalog.Wanted.Effort;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a version is told apart by from others on offer. */
public record Traits(
        Set<String> topics, Set<String> gradeBands, Effort effort, String issuer, Set<Standard> standards) {

    /** One alignment. */
    public record Standard(String framework, String code) {

        static Standard of(MicroCredential.Alignment alignment) {
            return new Standard(alignment.framework(), alignment.code());
        }
    }

    /** The subject of what fits any subject. */
    private static final String ANY = "any";

    private static final Pattern GRADE = Pattern.compile("\\d+");

    public Traits {
        topics = Set.copyOf(topics);
        gradeBands = Set.copyOf(gradeBands);
        standards = Set.copyOf(standards);
    }

    static Traits of(MicroCredential credential) {
        return new Traits(
                Set.copyOf(credential.audience().subjects()),
                Set.copyOf(credential.audience().gradeBands()),
                Effort.of(credential.hours().credited()),
                credential.issuer().name(),
                standards(credential.alignments()));
    }

    /** A stack is about what its members are about. */
    static Traits of(Stack stack, Collection<Traits> members) {
        return new Traits(
                union(members, Traits::topics),
                union(members, Traits::gradeBands),
                Effort.of(stack.creditedHours()),
                stack.issuer().name(),
                standards(stack.alignments()));
    }

    private static Set<Standard> standards(Collection<MicroCredential.Alignment> alignments) {
        return alignments.stream().map(Standard::of).collect(Collectors.toSet());
    }

    private static Set<String> union(Collection<Traits> members, Function<Traits, Set<String>> values) {
        return members.stream().flatMap(member -> values.apply(member).stream()).collect(Collectors.toSet());
    }

    /** Whether a code begins with the text or a framework's name holds it; capitals and accents do not matter. */
    boolean meets(String standard) {
        String wanted = SearchWords.fold(standard);
        return standards.stream()
                .anyMatch(known -> SearchWords.fold(known.code()).startsWith(wanted)
                        || SearchWords.fold(known.framework()).contains(wanted));
    }

    boolean isAbout(String topic) {
        return topics.contains(topic) || topics.contains(ANY);
    }

    /** The values that occur, each once: topics and issuers by name, grade bands from the youngest. */
    public record Choices(
            List<String> topics,
            List<String> gradeBands,
            List<Effort> efforts,
            List<String> issuers,
            List<String> frameworks) {}

    static Choices choices(Collection<Traits> offered) {
        return new Choices(
                sorted(offered, Traits::topics, Comparator.comparing(SearchWords::fold)).stream()
                        .filter(topic -> !topic.equals(ANY))
                        .toList(),
                sorted(
                        offered,
                        Traits::gradeBands,
                        Comparator.comparing(Traits::grade).thenComparing(band -> band)),
                offered.stream().map(Traits::effort).distinct().sorted().toList(),
                sorted(offered, traits -> Set.of(traits.issuer()), Comparator.comparing(SearchWords::fold)),
                sorted(
                        offered,
                        traits -> traits.standards().stream()
                                .map(Standard::framework)
                                .collect(Collectors.toSet()),
                        Comparator.comparing(SearchWords::fold)));
    }

    private static List<String> sorted(
            Collection<Traits> offered, Function<Traits, Set<String>> values, Comparator<String> order) {
        return offered.stream()
                .flatMap(traits -> values.apply(traits).stream())
                .distinct()
                .sorted(order)
                .toList();
    }

    /** The first number in a band; bands without one, such as K, come first. */
    private static int grade(String band) {
        Matcher number = GRADE.matcher(band);
        return number.find()
                ? Integer.parseInt(
                        number.group().substring(0, Math.min(2, number.group().length())))
                : -1;
    }
}
