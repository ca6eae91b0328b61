package dev.laurel.coaching;

import dev.laurel.lti.LtiUserId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is kept of shared drafts, for a copy of somebody's data. The caller has checked whose it is. */
@Component
public class CoachingRecords {

    private final Shares shares;
    private final CoachComments comments;
    private final JdbcClient jdbc;

    CoachingRecords(Shares shares, CoachComments comments, JdbcClient jdbc) {
        this.shares = shares;
        this.comments = comments;
        this.jdbc = jdbc;
    }

    /**
     * To whom a draft was shown, and what was said.
     *
     * @param with as the earner knows that person
     * @param withheld ids of questions and artefacts
     */
    public record Shared(
            String with,
            Instant since,
            Instant until,
            @Nullable Instant openedAt,
            @Nullable Instant endedAt,
            int looks,
            int filesOpened,
            Set<String> withheld,
            List<Written> comments) {

        @Override
        public String toString() {
            return "Shared[not printed]";
        }
    }

    /**
     * @param by {@code coach} or {@code you}
     * @param about {@code r:} and the id of a question or an artefact, {@code c:} and that of a criterion, or empty
     * @param answers the number of the comment that it answers
     */
    public record Written(
            UUID number,
            @Nullable UUID answers,
            String by,
            String about,
            String words,
            Instant at,
            @Nullable Instant doneAt) {

        @Override
        public String toString() {
            return "Written[" + number + "]";
        }
    }

    /** Of one submission. */
    @Transactional(readOnly = true)
    public List<Shared> of(SubmissionId submission) {
        return shares.of(submission).stream()
                .map(share -> {
                    Shares.Views views = shares.views(share.id());
                    return new Shared(
                            share.coachName(),
                            share.createdAt(),
                            share.expiresAt(),
                            share.openedAt(),
                            share.endedAt(),
                            views.pages(),
                            views.files(),
                            shares.withheld(share.id()),
                            comments.of(share.id()).stream()
                                    .map(comment -> written(comment, comment.byCoach() ? "coach" : "you"))
                                    .toList());
                })
                .toList();
    }

    /** What these accounts have written as coaches, in order; at most a thousand comments. */
    @Transactional(readOnly = true)
    public List<Written> writtenBy(TenantId tenant, Collection<LtiUserId> accounts) {
        return accounts.isEmpty()
                ? List.of()
                : jdbc
                        .sql(
                                "select c.id, c.share_id, c.thread_id, c.attempt, c.about, c.by_coach, c.words, c.written_at,"
                                        + " c.done_at from coaching_comment c join coaching_share s on s.id = c.share_id"
                                        + " where s.tenant_id = :tenant and s.account_id in (:accounts) and c.by_coach = true"
                                        + " order by c.written_at, c.id fetch first 1000 rows only")
                        .param("tenant", tenant.value())
                        .param(
                                "accounts",
                                accounts.stream().map(LtiUserId::value).toList())
                        .query(CoachComments::comment)
                        .list()
                        .stream()
                        .map(comment -> written(comment, "you"))
                        .toList();
    }

    static Written written(Comment comment, String by) {
        return new Written(
                comment.id(),
                comment.thread(),
                by,
                comment.about().key(),
                comment.words(),
                comment.writtenAt(),
                comment.doneAt());
    }
}
