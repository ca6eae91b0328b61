package dev.laurel.submission;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Uploads that are under way, each bounded by its submission. */
@Repository
class UploadRows {

    private static final String SELECT = """
            select id, submission_id, artefact_id, own_name, fingerprint, bytes, received, expires_at, finished_at
            from submission_upload
            """;

    private final JdbcClient jdbc;

    UploadRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Upload upload, Instant now) {
        jdbc.sql("""
                        insert into submission_upload
                          (id, submission_id, artefact_id, own_name, fingerprint, bytes, received, begun_at, expires_at)
                        values (:id, :submission, :artefact, :name, :fingerprint, :bytes, :received, :now, :expires)""")
                .param("id", upload.id().value())
                .param("submission", upload.submission().value())
                .param("artefact", upload.artefactId())
                .param("name", upload.ownName())
                .param("fingerprint", upload.fingerprint())
                .param("bytes", upload.bytes())
                .param("received", upload.received())
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(upload.expiresAt()))
                .update();
    }

    Optional<Upload> find(SubmissionId submission, UploadId id) {
        return jdbc.sql(SELECT + "where id = :id and submission_id = :submission")
                .param("id", id.value())
                .param("submission", submission.value())
                .query(UploadRows::upload)
                .optional();
    }

    /** Holds the row until the transaction ends, so that pieces are added one after the other. */
    Optional<Upload> lock(UploadId id) {
        return jdbc.sql(SELECT + "where id = :id for update")
                .param("id", id.value())
                .query(UploadRows::upload)
                .optional();
    }

    /** What an earner could go on with, oldest first. */
    List<Upload> unfinished(SubmissionId submission, Instant now) {
        return jdbc.sql(SELECT + """
                        where submission_id = :submission and finished_at is null and expires_at > :now
                        order by artefact_id, id fetch first 100 rows only""")
                .param("submission", submission.value())
                .param("now", Timestamp.from(now))
                .query(UploadRows::upload)
                .list();
    }

    void received(UploadId id, long received, Instant expiresAt) {
        jdbc.sql("update submission_upload set received = :received, expires_at = :expires where id = :id")
                .param("received", received)
                .param("expires", Timestamp.from(expiresAt))
                .param("id", id.value())
                .update();
    }

    /** Whether it was not finished before. */
    boolean finish(UploadId id, Instant now) {
        return jdbc.sql("update submission_upload set finished_at = :now where id = :id and finished_at is null")
                        .param("now", Timestamp.from(now))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    void delete(UploadId id) {
        jdbc.sql("delete from submission_upload where id = :id")
                .param("id", id.value())
                .update();
    }

    /** Ends all that is under way for a submission; what arrived of it goes with the next clearing. */
    void expire(SubmissionId submission, Instant now) {
        jdbc.sql(
                        "update submission_upload set expires_at = :now where submission_id = :submission and expires_at > :now")
                .param("now", Timestamp.from(now))
                .param("submission", submission.value())
                .update();
    }

    List<UploadId> expired(Instant now, int most) {
        return jdbc.sql("""
                        select id from submission_upload where expires_at <= :now
                        order by expires_at fetch first :most rows only""")
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query((rs, row) -> new UploadId(rs.getObject("id", UUID.class)))
                .list();
    }

    private static Upload upload(ResultSet rs, int row) throws SQLException {
        return new Upload(
                new UploadId(rs.getObject("id", UUID.class)),
                new SubmissionId(rs.getObject("submission_id", UUID.class)),
                rs.getString("artefact_id"),
                rs.getString("own_name"),
                rs.getString("fingerprint"),
                rs.getLong("bytes"),
                rs.getLong("received"),
                rs.getTimestamp("expires_at").toInstant(),
                rs.getTimestamp("finished_at") != null);
    }
}
