package dev.laurel.assessment;

import dev.laurel.person.StaffId;
import java.sql.Timestamp;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of ratings; every read is of one rater's own. */
@Repository
class Ratings {

    private final JdbcClient jdbc;

    Ratings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By criterion id. */
    Map<String, Rating> of(CaseId rated, StaffId rater) {
        return jdbc
                .sql("""
                        select criterion_id, level_key, words, revision, saved_at from assessment_rating
                        where case_id = :case and rater_id = :rater""")
                .param("case", rated.value())
                .param("rater", rater.value())
                .query((row, number) -> new Rating(
                        row.getString("criterion_id"),
                        row.getString("level_key"),
                        row.getString("words"),
                        row.getInt("revision"),
                        row.getTimestamp("saved_at").toInstant()))
                .list()
                .stream()
                .collect(Collectors.toMap(Rating::criterionId, rating -> rating));
    }

    /** The caller holds the lock on the case. */
    void save(CaseId rated, StaffId rater, Rating rating) {
        String sql = rating.revision() == 1 ? """
                        insert into assessment_rating (case_id, rater_id, criterion_id, level_key, words, revision, saved_at)
                        values (:case, :rater, :criterion, :level, :words, :revision, :at)""" : """
                        update assessment_rating set level_key = :level, words = :words, revision = :revision, saved_at = :at
                        where case_id = :case and rater_id = :rater and criterion_id = :criterion""";
        jdbc.sql(sql)
                .param("case", rated.value())
                .param("rater", rater.value())
                .param("criterion", rating.criterionId())
                .param("level", rating.level())
                .param("words", rating.words())
                .param("revision", rating.revision())
                .param("at", Timestamp.from(rating.savedAt()))
                .update();
    }
}
