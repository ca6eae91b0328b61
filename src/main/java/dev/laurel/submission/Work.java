package dev.laurel.submission;

import dev.laurel.catalog.VersionId;
import java.util.List;
import java.util.Map;

/**
 * What an attempt holds now, draft or not, without anything that names the earner and without what was removed.
 *
 * @param alternatives by artefact, the words of the alternative that is used in its place
 */
public record Work(
        AttemptId attempt,
        VersionId version,
        List<Evidence.Answer> answers,
        List<Evidence.Item> items,
        Map<String, String> alternatives) {}
