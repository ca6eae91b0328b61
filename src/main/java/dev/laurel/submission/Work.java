package dev.laurel.submission;

import dev.laurel.catalog.VersionId;
import java.util.List;

/** What an attempt holds now, draft or not, without anything that names the earner and without what was removed. */
public record Work(AttemptId attempt, VersionId version, List<Evidence.Answer> answers, List<Evidence.Item> items) {}
