package dev.laurel.recognition;

import dev.laurel.system.YamlDocuments;
import dev.laurel.system.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * What authorities and rules say, in a reader's language: the phrases of the rules that come with Laurel are translated. A
 * rule or an authority is told in that language when all of it is known there, so that no sentence is half of one and half of
 * another; otherwise as it was written. What is kept and handed on, such as the unit of a claim, is never translated.
 */
@Component
public class RuleWords {

    private static final String FOLDER = "recognition-words";
    /** In which the phrases are written that are translated. */
    private static final String WRITTEN = "en";

    private final Map<String, Map<String, String>> languages = new HashMap<>();

    RuleWords() {
        try {
            for (YamlFile file : YamlFile.shipped(FOLDER)) {
                Map<String, String> phrases = new HashMap<>();
                for (JsonNode document : YamlDocuments.read(file.content())) {
                    document.properties()
                            .forEach(phrase -> phrases.put(
                                    phrase.getKey(), phrase.getValue().asString()));
                }
                languages.put(file.source().replaceFirst("\\.yaml$", ""), Map.copyOf(phrases));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (YamlDocuments.Unreadable e) {
            throw new IllegalStateException("The translations of rules cannot be read: " + e.fault(), e);
        }
    }

    private Map<String, String> phrases(String written, Locale locale) {
        return written.equals(WRITTEN) ? languages.getOrDefault(locale.getLanguage(), Map.of()) : Map.of();
    }

    /** A phrase of a document, translated where that is known. @param written the document's language */
    public String say(String phrase, String written, Locale locale) {
        return phrases(written, locale).getOrDefault(phrase, phrase);
    }

    /** The same of several. */
    public List<String> say(List<String> phrases, String written, Locale locale) {
        return phrases.stream().map(phrase -> say(phrase, written, locale)).toList();
    }

    /** The language of what {@link #say} says. */
    public String language(String phrase, String written, Locale locale) {
        return phrases(written, locale).containsKey(phrase) ? locale.getLanguage() : written;
    }

    /** A rule as it is told to a reader; never one to decide or to keep by. */
    Rule say(Rule rule, Locale locale) {
        Map<String, String> known = phrases(rule.language(), locale);
        boolean all = Stream.of(
                        Stream.of(rule.unit(), rule.approver()),
                        Stream.ofNullable(rule.proof()),
                        Stream.ofNullable(rule.note()),
                        rule.roles().stream(),
                        rule.licences().stream(),
                        rule.categories().stream())
                .flatMap(each -> each)
                .allMatch(known::containsKey);
        return all ? translated(rule, known, locale.getLanguage()) : rule;
    }

    private static Rule translated(Rule rule, Map<String, String> known, String language) {
        return new Rule(
                rule.name(),
                rule.version(),
                rule.authority(),
                rule.scope(),
                all(rule.roles(), known),
                all(rule.licences(), known),
                rule.kind(),
                one(rule.unit(), known),
                rule.rate(),
                all(rule.categories(), known),
                rule.cap(),
                one(rule.approver(), known),
                maybe(rule.proof(), known),
                rule.validFrom(),
                rule.validTo(),
                rule.source(),
                rule.checkedOn(),
                rule.checkedBy(),
                maybe(rule.note(), known),
                language);
    }

    /** An authority as it is told to a reader: its needs, what else counts there and who decides. Its name stays. */
    Authority say(Authority authority, Locale locale) {
        Map<String, String> known = phrases(authority.language(), locale);
        boolean all = Stream.of(
                        Stream.of(authority.decides()),
                        authority.needs().stream().flatMap(RuleWords::phrases),
                        authority.equivalents().stream()
                                .flatMap(each -> Stream.of(each.of(), each.unit(), each.note())))
                .flatMap(each -> each)
                .filter(Objects::nonNull)
                .allMatch(known::containsKey);
        return all
                ? new Authority(
                        authority.code(),
                        authority.name(),
                        authority.place(),
                        authority.type(),
                        authority.within(),
                        one(authority.decides(), known),
                        authority.needs().stream().map(need -> say(need, known)).toList(),
                        authority.equivalents().stream()
                                .map(each -> new Authority.Equivalent(
                                        each.count(),
                                        one(each.of(), known),
                                        each.amount(),
                                        one(each.unit(), known),
                                        each.source(),
                                        each.checkedOn(),
                                        maybe(each.note(), known)))
                                .toList(),
                        locale.getLanguage())
                : authority;
    }

    private static Stream<String> phrases(Authority.Need need) {
        return Stream.of(
                        Stream.of(need.unit()),
                        Stream.ofNullable(need.note()),
                        need.roles().stream(),
                        need.categories().stream().map(Authority.Share::name))
                .flatMap(each -> each);
    }

    private static Authority.Need say(Authority.Need need, Map<String, String> known) {
        return new Authority.Need(
                need.kind(),
                one(need.unit(), known),
                need.amount(),
                need.years(),
                all(need.roles(), known),
                need.categories().stream()
                        .map(share -> new Authority.Share(one(share.name(), known), share.amount()))
                        .toList(),
                maybe(need.note(), known));
    }

    /** How far somebody is, as it is told to a reader. */
    public Progress say(Progress progress, Locale locale) {
        Authority authority = say(progress.authority(), locale);
        if (authority.language().equals(progress.authority().language())) {
            return progress;
        }
        Map<String, String> known = phrases(progress.authority().language(), locale);
        String licence = progress.licence();
        return new Progress(
                authority,
                say(progress.need(), known),
                licence == null ? null : one(licence, known),
                progress.cycleEnds(),
                progress.counted(),
                progress.waiting(),
                progress.elsewhere(),
                progress.parts().stream()
                        .map(part -> new Progress.Part(one(part.category(), known), part.needed(), part.counted()))
                        .toList(),
                progress.limits());
    }

    /** The unit of a claim; what it is kept as stays. */
    public String unit(Claim claim, Locale locale) {
        return say(claim.unit(), WRITTEN, locale);
    }

    /** The figure of a claim, or null; what it is kept as stays. */
    public @Nullable String figure(Claim claim, Locale locale) {
        BigDecimal amount = claim.amount();
        return amount == null ? null : amount.stripTrailingZeros().toPlainString() + " " + unit(claim, locale);
    }

    /** What the units of a claim count as, or null. */
    public @Nullable String categories(Claim claim, Locale locale) {
        String categories = claim.category();
        return categories == null
                ? null
                : Stream.of(categories.split("; "))
                        .map(each -> say(each, WRITTEN, locale))
                        .collect(Collectors.joining("; "));
    }

    private static String one(String phrase, Map<String, String> known) {
        return known.getOrDefault(phrase, phrase);
    }

    private static @Nullable String maybe(@Nullable String phrase, Map<String, String> known) {
        return phrase == null ? null : one(phrase, known);
    }

    private static List<String> all(List<String> phrases, Map<String, String> known) {
        return phrases.stream().map(phrase -> one(phrase, known)).toList();
    }
}
