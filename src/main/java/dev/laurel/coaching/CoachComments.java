package dev.laurel.coaching;

import dev.laurel.coaching.Comment.Thread;
import dev.laurel.submission.SubmissionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of comments. Nothing that was written is changed; a coach who is forgotten may take their words along. */
@Repository
class CoachComments {

    /** In one sharing; enough for any talk, and a bound for the page. */
    static final int MOST = 500;

    private static final String SELECT =
            "select c.id, c.share_id, c.thread_id, c.attempt, c.about, c.by_coach, c.words, c.written_at, c.done_at"
                    + " from coaching_comment c ";

    private final JdbcClient jdbc;

    CoachComments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when it is there already: the same form was sent twice. */
    boolean add(Comment comment) {
        return jdbc.sql("insert into coaching_comment"
                                + " (id, share_id, thread_id, attempt, about, by_coach, words, written_at)"
                                + " values (:id, :share, :thread, :attempt, :about, :coach, :words, :at)"
                                + " on conflict do nothing")
                        .param("id", comment.id())
                        .param("share", comment.share().value())
                        .param("thread", comment.thread())
                        .param("attempt", comment.attempt())
                        .param("about", comment.about().key())
                        .param("coach", comment.byCoach())
                        .param("words", comment.words())
                        .param("at", Timestamp.from(comment.writtenAt()))
                        .update()
                == 1;
    }

    int count(ShareId share) {
        return jdbc.sql("select count(*) from coaching_comment where share_id = :share")
                .param("share", share.value())
                .query(Integer.class)
                .single();
    }

    Optional<Comment> find(ShareId share, UUID id) {
        return jdbc.sql(SELECT + "where c.share_id = :share and c.id = :id")
                .param("share", share.value())
                .param("id", id)
                .query(CoachComments::comment)
                .optional();
    }

    /** @param at null for not done after all */
    void setDone(ShareId share, UUID id, @Nullable Instant at) {
        jdbc.sql("update coaching_comment set done_at = :at where share_id = :share and id = :id and thread_id is null")
                .param("at", at == null ? null : Timestamp.from(at))
                .param("share", share.value())
                .param("id", id)
                .update();
    }

    /** In the order in which they were begun. */
    List<Thread> threads(ShareId share) {
        List<Comment> all = of(share);
        return all.stream()
                .filter(comment -> comment.thread() == null)
                .map(first -> new Thread(
                        first,
                        all.stream()
                                .filter(answer -> first.id().equals(answer.thread()))
                                .toList()))
                .toList();
    }

    List<Comment> of(ShareId share) {
        return jdbc.sql(SELECT + "where c.share_id = :share order by c.written_at, c.id fetch first :most rows only")
                .param("share", share.value())
                .param("most", MOST)
                .query(CoachComments::comment)
                .list();
    }

    /** What coaches have asked of one requirement, or of all, and the earner has not dealt with. */
    int open(SubmissionId submission) {
        return jdbc.sql("select count(*) from coaching_comment c join coaching_share s on s.id = c.share_id"
                        + " where s.submission_id = :submission and c.thread_id is null and c.by_coach = true"
                        + " and c.done_at is null")
                .param("submission", submission.value())
                .query(Integer.class)
                .single();
    }

    /** Takes the words out of what the coach wrote; that something was written stays, with what was answered to it. */
    void takeOutCoachsWords(ShareId share) {
        jdbc.sql("update coaching_comment set words = '' where share_id = :share and by_coach = true")
                .param("share", share.value())
                .update();
    }

    static Comment comment(ResultSet row, int number) throws SQLException {
        return new Comment(
                row.getObject("id", UUID.class),
                new ShareId(row.getObject("share_id", UUID.class)),
                row.getObject("thread_id", UUID.class),
                row.getInt("attempt"),
                new About(row.getString("about")),
                row.getBoolean("by_coach"),
                row.getString("words"),
                row.getTimestamp("written_at").toInstant(),
                Shares.instant(row, "done_at"));
    }
}
