package dev.laurel.assessment;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Words that are used again, by micro-credential and criterion: everybody's own, which nobody else reads, and the
 * programme's, which its leads keep and all who score for it read.
 */
@Service
class Comments {

    static final int MOST_CHARACTERS = 2000;

    /** Own ones and shared ones of one micro-credential, each; more than anybody looks through while rating. */
    static final int MOST = 120;

    /** So long what was removed can be had back. */
    private static final Duration KEPT_FOR = Duration.ofDays(30);

    private static final String SELECT =
            "select id, tenant_id, family, criterion_id, owner_id, words from assessment_comment ";

    private final JdbcClient jdbc;
    private final Clock clock;

    Comments(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param owner absent where it is the programme's */
    record Comment(
            UUID id,
            TenantId tenant,
            MicroCredentialId family,
            String criterionId,
            @Nullable StaffId owner,
            String words) {

        boolean isShared() {
            return owner == null;
        }
    }

    /** What became of words that somebody wants to keep. */
    enum Kept {
        KEPT,
        /** They are there already. */
        BEFORE,
        NO_WORDS,
        TOO_LONG,
        /** As many as there may be. */
        FULL
    }

    /** What this person may use: their own first, then the programme's, each as they were made. */
    @Transactional(readOnly = true)
    public List<Comment> of(StaffMember person, TenantId tenant, MicroCredentialId family) {
        if (!person.scoresFor(tenant)) {
            return List.of();
        }
        return jdbc.sql(SELECT + """
                        where tenant_id = :tenant and family = :family and removed_at is null
                        and (owner_id is null or owner_id = :person)
                        order by case when owner_id is null then 1 else 0 end, made_at, id""")
                .param("tenant", tenant.value())
                .param("family", family.value())
                .param("person", person.id().value())
                .query(Comments::read)
                .list();
    }

    /** @throws NotFound when this person may not keep the programme's comments, or scores for others */
    @Transactional
    public Kept keep(
            StaffMember person,
            TenantId tenant,
            MicroCredentialId family,
            String criterionId,
            String words,
            boolean shared) {
        if (shared ? !person.leads().contains(tenant) : !person.scoresFor(tenant)) {
            throw new NotFound("No comments of " + tenant.value() + " to keep");
        }
        String plain = Entries.clean(words);
        Kept refused = refuse(plain);
        if (refused != null) {
            return refused;
        }
        List<Comment> there = of(person, tenant, family).stream()
                .filter(comment -> comment.isShared() == shared)
                .toList();
        if (there.stream()
                .anyMatch(comment -> comment.criterionId().equals(criterionId)
                        && comment.words().equals(plain))) {
            return Kept.BEFORE;
        }
        if (there.size() >= MOST) {
            return Kept.FULL;
        }
        jdbc.sql("""
                        insert into assessment_comment (id, tenant_id, family, criterion_id, owner_id, words, made_by, made_at)
                        values (:id, :tenant, :family, :criterion, :owner, :words, :by, :at)""")
                .param("id", Ids.next())
                .param("tenant", tenant.value())
                .param("family", family.value())
                .param("criterion", criterionId)
                .param("owner", shared ? null : person.id().value())
                .param("words", plain)
                .param("by", person.id().value())
                .param("at", Timestamp.from(clock.instant()))
                .update();
        return Kept.KEPT;
    }

    private static @Nullable Kept refuse(String words) {
        if (words.isEmpty()) {
            return Kept.NO_WORDS;
        }
        return words.length() > MOST_CHARACTERS ? Kept.TOO_LONG : null;
    }

    /** One that this person may use. */
    @Transactional(readOnly = true)
    public Optional<Comment> usable(StaffMember person, UUID id) {
        return find(id, false)
                .filter(comment -> person.scoresFor(comment.tenant())
                        && (comment.isShared() || person.id().equals(comment.owner())));
    }

    /** @throws NotFound unless it is this person's to change */
    @Transactional
    public Kept change(StaffMember person, UUID id, String words) {
        own(person, id, false);
        String plain = Entries.clean(words);
        Kept refused = refuse(plain);
        if (refused == null) {
            jdbc.sql("update assessment_comment set words = :words where id = :id")
                    .param("words", plain)
                    .param("id", id)
                    .update();
        }
        return refused == null ? Kept.KEPT : refused;
    }

    /** A second press changes nothing. @throws NotFound unless it is this person's to change */
    @Transactional
    public Comment remove(StaffMember person, UUID id) {
        Comment comment = own(person, id, true);
        jdbc.sql("update assessment_comment set removed_at = :at where id = :id and removed_at is null")
                .param("at", Timestamp.from(clock.instant()))
                .param("id", id)
                .update();
        return comment;
    }

    /** Brings back what was removed. @throws NotFound unless it is this person's, and still there */
    @Transactional
    public Comment restore(StaffMember person, UUID id) {
        Comment comment = own(person, id, true);
        jdbc.sql("update assessment_comment set removed_at = null where id = :id")
                .param("id", id)
                .update();
        return comment;
    }

    private Comment own(StaffMember person, UUID id, boolean removedToo) {
        return find(id, removedToo)
                .filter(comment -> comment.isShared()
                        ? person.leads().contains(comment.tenant())
                        : person.id().equals(comment.owner()) && person.scoresFor(comment.tenant()))
                .orElseThrow(() -> new NotFound("No comment " + id + " of this person's"));
    }

    private Optional<Comment> find(UUID id, boolean removedToo) {
        return jdbc.sql(SELECT + "where id = :id" + (removedToo ? "" : " and removed_at is null"))
                .param("id", id)
                .query(Comments::read)
                .optional();
    }

    /** What nobody has wanted back. */
    @Transactional
    public void forget(Instant now) {
        jdbc.sql("delete from assessment_comment where removed_at < :before")
                .param("before", Timestamp.from(now.minus(KEPT_FOR)))
                .update();
    }

    private static Comment read(ResultSet row, int number) throws SQLException {
        UUID owner = row.getObject("owner_id", UUID.class);
        return new Comment(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new MicroCredentialId(row.getString("family")),
                row.getString("criterion_id"),
                owner == null ? null : new StaffId(owner),
                row.getString("words"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> forgetRemovedComments(Comments comments, Clock clock) {
            return Tasks.recurring("assessment-forget-removed-comments", Schedules.fixedDelay(Duration.ofHours(12)))
                    .execute((instance, context) -> comments.forget(clock.instant()));
        }
    }
}
