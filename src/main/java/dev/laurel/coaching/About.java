package dev.laurel.coaching;

import dev.laurel.catalog.MicroCredential;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a comment is about.
 *
 * @param key {@code r:} and the id of a question or an artefact, {@code c:} and the id of a criterion, or empty for all of it
 */
record About(String key) {

    static final About ALL = new About("");

    static About requirement(String id) {
        return new About("r:" + id);
    }

    static About criterion(String id) {
        return new About("c:" + id);
    }

    /** What a form sent, if the micro-credential asks for it. */
    static Optional<About> typed(String key, MicroCredential credential) {
        return Stream.concat(
                        Stream.of(ALL),
                        Stream.concat(
                                requirements(credential).map(About::requirement),
                                credential.rubric().criteria().stream().map(criterion -> criterion(criterion.id()))))
                .filter(about -> about.key.equals(key))
                .findFirst();
    }

    /** Ids of all questions and artefacts, part by part. */
    static Stream<String> requirements(MicroCredential credential) {
        return credential.parts().stream()
                .flatMap(part -> Stream.concat(
                        part.questions().stream().map(MicroCredential.Question::id),
                        part.artefacts().stream().map(MicroCredential.Artefact::id)));
    }

    /** For the id of an element of a page. */
    public String mark() {
        return key.isEmpty() ? "all" : key.replace(':', '-');
    }
}
