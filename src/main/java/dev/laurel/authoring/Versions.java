package dev.laurel.authoring;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.laurel.catalog.DocumentCheck;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/** Versions from draft to retirement. Each step follows {@link Move}, is taken once, and is kept with its reason. */
@Component
class Versions {

    private static final int LONGEST_REASON = 2000;
    private static final int MOST_CLOSED_AT_ONCE = 100;
    private static final Duration SITTING = Duration.ofHours(1);

    private static final String COLUMNS =
            "id, tenant_id, item_id, version, title, content, revision, state, state_since, retires_on, changed_at,"
                    + " changed_by";

    private static final RowMapper<AuthoredVersion> ROW = (row, number) -> {
        Timestamp retiresOn = row.getTimestamp("retires_on");
        UUID changedBy = row.getObject("changed_by", UUID.class);
        return new AuthoredVersion(
                new VersionId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("item_id"),
                row.getString("version"),
                row.getString("title"),
                row.getString("content"),
                row.getInt("revision"),
                VersionState.valueOf(row.getString("state")),
                row.getTimestamp("state_since").toInstant(),
                retiresOn == null ? null : retiresOn.toInstant(),
                row.getTimestamp("changed_at").toInstant(),
                changedBy == null ? null : new StaffId(changedBy));
    };

    private static final String ASIDE = " and state = 'SET_ASIDE'";
    private static final String NOT_ASIDE = " and state <> 'SET_ASIDE'";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Publishing publishing;
    private final Practice<AuthoringSettings> practice;
    private final UsualRaters usual;
    private final Checklist checklist;
    private final DraftRules rules;
    private final ApplicationEventPublisher events;

    Versions(
            JdbcClient jdbc,
            Clock clock,
            Publishing publishing,
            Practice<AuthoringSettings> practice,
            UsualRaters usual,
            Checklist checklist,
            DraftRules rules,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.publishing = publishing;
        this.practice = practice;
        this.usual = usual;
        this.checklist = checklist;
        this.rules = rules;
        this.events = events;
    }

    /** An entry of the audit trail; nobody where the house itself acted. */
    record Step(Instant at, @Nullable StaffId by, String action, String reason) {}

    /** The tenants whose versions somebody may see. */
    private static Set<UUID> seen(StaffMember member) {
        Set<UUID> tenants = new HashSet<>();
        member.writes().forEach(tenant -> tenants.add(tenant.value()));
        member.reviews().forEach(tenant -> tenants.add(tenant.value()));
        return tenants;
    }

    /**
     * What somebody may see, the latest change first.
     *
     * @param aside what was set aside, in the place of everything else
     * @param page from 0
     */
    List<AuthoredVersion> list(StaffMember member, boolean aside, int page, int pageSize) {
        return jdbc.sql("select " + COLUMNS + " from authoring_version where tenant_id in (:tenants)"
                        + (aside ? ASIDE : NOT_ASIDE)
                        + " order by changed_at desc, id offset :offset rows fetch first :size rows only")
                .param("tenants", seen(member))
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query(ROW)
                .list();
    }

    int count(StaffMember member, boolean aside) {
        return jdbc.sql("select count(*) from authoring_version where tenant_id in (:tenants)"
                        + (aside ? ASIDE : NOT_ASIDE))
                .param("tenants", seen(member))
                .query(Integer.class)
                .single();
    }

    /** @throws NotFound when there is none, or it is not theirs to see */
    AuthoredVersion get(StaffMember member, VersionId id) {
        return find(member, id, "").orElseThrow(() -> new NotFound("No version " + id.value()));
    }

    /** A version that somebody may see. */
    Optional<AuthoredVersion> find(StaffMember member, VersionId id) {
        return find(member, id, "");
    }

    private Optional<AuthoredVersion> find(StaffMember member, VersionId id, String lock) {
        return jdbc.sql("select " + COLUMNS + " from authoring_version where id = :id and tenant_id in (:tenants)"
                        + lock)
                .param("id", id.value())
                .param("tenants", seen(member))
                .query(ROW)
                .optional();
    }

    List<Step> history(AuthoredVersion version) {
        return jdbc.sql("select happened_at, staff_id, action, reason from authoring_audit where version_id = :id"
                        + " order by happened_at, id fetch first 200 rows only")
                .param("id", version.id().value())
                .query((row, number) -> {
                    UUID staff = row.getObject("staff_id", UUID.class);
                    return new Step(
                            row.getTimestamp("happened_at").toInstant(),
                            staff == null ? null : new StaffId(staff),
                            row.getString("action"),
                            row.getString("reason"));
                })
                .list();
    }

    /** The other version of the same item that was published or retired last. */
    Optional<AuthoredVersion> before(AuthoredVersion version) {
        return jdbc.sql("select " + COLUMNS + " from authoring_version where item_id = :item and tenant_id = :tenant"
                        + " and id <> :id and state in ('PUBLISHED', 'RETIRING', 'RETIRED')"
                        + " order by changed_at desc, id fetch first 1 rows only")
                .param("item", version.item())
                .param("tenant", version.tenant().value())
                .param("id", version.id().value())
                .query(ROW)
                .optional();
    }

    boolean wrote(StaffMember member, AuthoredVersion version) {
        return jdbc.sql("select count(*) from authoring_writer where version_id = :id and staff_id = :staff")
                        .param("id", version.id().value())
                        .param("staff", member.id().value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** The steps that somebody may take with a version now. */
    List<Move> open(StaffMember member, AuthoredVersion version) {
        boolean wrote = wrote(member, version);
        return Arrays.stream(Move.values())
                .filter(move -> move.from() == version.state() && isFor(move, member, version, wrote))
                .toList();
    }

    private static boolean isFor(Move move, StaffMember member, AuthoredVersion version, boolean wrote) {
        return move.isFor(
                member.writes().contains(version.tenant()), member.reviews().contains(version.tenant()), wrote);
    }

    /**
     * Takes in a document as a draft: a new one, or other words for a draft of that id and version.
     *
     * @throws MoveRefused when the id belongs to others, or the version is no draft any more
     */
    @Transactional
    VersionId write(StaffMember member, TenantId tenant, DocumentCheck.Readable document) {
        if (!member.writes().contains(tenant)) {
            throw new NotFound("Somebody writes for a tenant that is not theirs");
        }
        claim(document.id(), tenant);
        VersionId fresh = new VersionId(Ids.next());
        boolean made = insert(fresh, member, tenant, document);
        AuthoredVersion version = jdbc.sql("select " + COLUMNS + " from authoring_version where item_id = :item"
                        + " and version = :version and tenant_id = :tenant for update")
                .param("item", document.id())
                .param("version", document.version())
                .param("tenant", tenant.value())
                .query(ROW)
                .single();
        if (!made) {
            if (version.state() != VersionState.DRAFT) {
                throw MoveRefused.nameTaken();
            }
            jdbc.sql("update authoring_version set title = :title, content = :content, revision = revision + 1,"
                            + " changed_at = :now, changed_by = :by where id = :id")
                    .param("title", document.title())
                    .param("content", document.content())
                    .param("now", Timestamp.from(clock.instant()))
                    .param("by", member.id().value())
                    .param("id", version.id().value())
                    .update();
        }
        wrote(member.id(), version.id());
        record(version, member.id(), "WRITE", "");
        return version.id();
    }

    private boolean insert(VersionId fresh, StaffMember member, TenantId tenant, DocumentCheck.Readable document) {
        return jdbc.sql("insert into authoring_version (" + COLUMNS + ")"
                                + " values (:id, :tenant, :item, :version, :title, :content, 0, 'DRAFT', :now, null, :now,"
                                + " :by) on conflict do nothing")
                        .param("id", fresh.value())
                        .param("tenant", tenant.value())
                        .param("item", document.id())
                        .param("version", document.version())
                        .param("title", document.title())
                        .param("content", document.content())
                        .param("now", Timestamp.from(clock.instant()))
                        .param("by", member.id().value())
                        .update()
                == 1;
    }

    private void wrote(StaffId staff, VersionId version) {
        jdbc.sql("insert into authoring_writer (version_id, staff_id) values (:version, :staff) on conflict do nothing")
                .param("version", version.value())
                .param("staff", staff.value())
                .update();
    }

    /**
     * Begins a draft that need not be complete. Whoever only copies words has written none of them, but what they begin
     * is theirs to finish.
     *
     * @throws MoveRefused when the id belongs to others, or that version is there already
     */
    @Transactional
    VersionId begin(StaffMember member, TenantId tenant, DocumentCheck.Readable document) {
        if (!member.writes().contains(tenant)) {
            throw new NotFound("Somebody writes for a tenant that is not theirs");
        }
        claim(document.id(), tenant);
        VersionId fresh = new VersionId(Ids.next());
        if (!insert(fresh, member, tenant, document)) {
            throw MoveRefused.nameTaken();
        }
        wrote(member.id(), fresh);
        record(get(member, fresh), member.id(), "BEGIN", "");
        return fresh;
    }

    /** What a tenant has on offer, by title; of each item every version that is. Three hundred at most. */
    List<AuthoredVersion> onOffer(TenantId tenant) {
        return jdbc.sql("select " + COLUMNS + " from authoring_version where tenant_id = :tenant"
                        + " and state = 'PUBLISHED' order by title, item_id, id fetch first 300 rows only")
                .param("tenant", tenant.value())
                .query(ROW)
                .list();
    }

    /** Every version of an item of a tenant's. */
    List<AuthoredVersion> ofItem(TenantId tenant, String item) {
        return jdbc.sql("select " + COLUMNS + " from authoring_version where item_id = :item and tenant_id = :tenant"
                        + " order by changed_at desc, id fetch first 300 rows only")
                .param("item", item)
                .param("tenant", tenant.value())
                .query(ROW)
                .list();
    }

    /** Whether anybody has used that id, here or in the operator's files. */
    boolean isTaken(String item) {
        return jdbc.sql("select count(*) from authoring_item where item_id = :item")
                                .param("item", item)
                                .query(Integer.class)
                                .single()
                        > 0
                || publishing.isPublished(item);
    }

    /** The numbers of all versions of an item. */
    List<String> numbers(String item) {
        return jdbc.sql("select version from authoring_version where item_id = :item")
                .param("item", item)
                .query(String.class)
                .list();
    }

    /**
     * A draft to write in, held until the transaction ends.
     *
     * @throws MoveRefused when the version is not theirs to write, or no draft any more
     */
    AuthoredVersion toWrite(StaffMember member, VersionId id) {
        AuthoredVersion version =
                find(member, id, " for update").orElseThrow(() -> new NotFound("No version " + id.value()));
        refuseUnlessDraftOf(member, version);
        return version;
    }

    /**
     * The same to look at, without holding it.
     *
     * @throws MoveRefused when the version is not theirs to write, or no draft any more
     */
    AuthoredVersion readToWrite(StaffMember member, VersionId id) {
        AuthoredVersion version = get(member, id);
        refuseUnlessDraftOf(member, version);
        return version;
    }

    private static void refuseUnlessDraftOf(StaffMember member, AuthoredVersion version) {
        if (!member.writes().contains(version.tenant())) {
            throw MoveRefused.notYours(Move.HAND_IN);
        }
        if (version.state() != VersionState.DRAFT) {
            throw MoveRefused.notFrom(version.state(), Move.HAND_IN);
        }
    }

    /** Gives a draft other words; the same words change nothing. To be called for what {@link #toWrite} holds. */
    @Transactional
    void rewrite(StaffMember member, AuthoredVersion version, ObjectNode document) {
        String content = publishing.canonical(document);
        if (content.equals(version.content())) {
            return;
        }
        String title = Sheet.line(document.get("title"));
        jdbc.sql("update authoring_version set title = :title, content = :content, revision = revision + 1,"
                        + " changed_at = :now, changed_by = :by where id = :id")
                .param("title", title.isEmpty() ? version.item() : title.substring(0, Math.min(300, title.length())))
                .param("content", content)
                .param("now", Timestamp.from(clock.instant()))
                .param("by", member.id().value())
                .param("id", version.id().value())
                .update();
        wrote(member.id(), version.id());
        if (!isWritingStill(member, version)) {
            record(version, member.id(), "EDIT", "");
        }
    }

    /** Whether the words of a draft came last from a file of that person's, so that their next file takes nothing from anybody. */
    boolean isOnlyAFileOf(StaffMember member, AuthoredVersion version) {
        return jdbc.sql("select action, staff_id from authoring_audit where version_id = :id"
                        + " and action in ('WRITE', 'EDIT', 'BEGIN') order by happened_at desc, id desc"
                        + " fetch first 1 rows only")
                .param("id", version.id().value())
                .query((row, number) -> row.getString("action").equals("WRITE")
                        && member.id().value().equals(row.getObject("staff_id", UUID.class)))
                .optional()
                .orElse(false);
    }

    /** One sitting at the editor is one line of the history. */
    private boolean isWritingStill(StaffMember member, AuthoredVersion version) {
        List<Step> latest = jdbc.sql("select happened_at, staff_id, action, reason from authoring_audit"
                        + " where version_id = :id order by happened_at desc, id desc fetch first 1 rows only")
                .param("id", version.id().value())
                .query((row, number) -> new Step(
                        row.getTimestamp("happened_at").toInstant(),
                        row.getObject("staff_id", UUID.class) == null
                                ? null
                                : new StaffId(row.getObject("staff_id", UUID.class)),
                        row.getString("action"),
                        row.getString("reason")))
                .list();
        return latest.stream()
                .anyMatch(step -> step.action().equals("EDIT")
                        && member.id().equals(step.by())
                        && step.at().isAfter(clock.instant().minus(SITTING)));
    }

    /** An id belongs to whoever drafts it first; what the operator's files publish belongs to nobody here. */
    private void claim(String item, TenantId tenant) {
        jdbc.sql("insert into authoring_item (item_id, tenant_id) values (:item, :tenant) on conflict do nothing")
                .param("item", item)
                .param("tenant", tenant.value())
                .update();
        UUID owner = jdbc.sql("select tenant_id from authoring_item where item_id = :item")
                .param("item", item)
                .query(UUID.class)
                .single();
        if (!owner.equals(tenant.value())) {
            throw MoveRefused.nameTaken();
        }
        if (publishing.isPublished(item)
                && jdbc.sql("select count(*) from authoring_version where item_id = :item")
                                .param("item", item)
                                .query(Integer.class)
                                .single()
                        == 0) {
            throw MoveRefused.nameTaken();
        }
    }

    /**
     * Takes a step. Of two people at once one takes it and the other is told where the version stands.
     *
     * @throws MoveRefused when the step is not open to this person, or not from where the version stands
     */
    @Transactional
    void move(StaffMember member, VersionId id, Move move, String reason) {
        AuthoredVersion version =
                find(member, id, " for update").orElseThrow(() -> new NotFound("No version " + id.value()));
        if (!isFor(move, member, version, wrote(member, version))) {
            throw MoveRefused.notYours(move);
        }
        if (version.state() != move.from()) {
            throw MoveRefused.notFrom(version.state(), move);
        }
        String words = reason.strip();
        if (words.length() > LONGEST_REASON || (move.needsReason() && words.isEmpty())) {
            throw MoveRefused.needsReason(move);
        }
        take(version, move, member.id(), words);
    }

    private void take(AuthoredVersion version, Move move, @Nullable StaffId by, String reason) {
        Instant now = clock.instant();
        if ((move == Move.HAND_IN || move == Move.PUBLISH)
                && !rules.problems(version.tenant(), version.content()).isEmpty()) {
            throw MoveRefused.notReady(move);
        }
        if (move == Move.PUBLISH && !publishing.isStack(version.content()) && !checklist.isEnough(version)) {
            throw MoveRefused.unchecked();
        }
        String content = move == Move.HAND_IN
                ? publishing.canonical(usual.filled(version.tenant(), Exchange.document(version.content())))
                : version.content();
        Instant retiresOn = move == Move.RETIRE ? endOfWindow(version, now) : version.retiresOn();
        jdbc.sql("update authoring_version set state = :state, state_since = :now, changed_at = :now,"
                        + " retires_on = :end, content = :content where id = :id")
                .param("content", content)
                .param("state", move.to().name())
                .param("now", Timestamp.from(now))
                .param("end", retiresOn == null ? null : Timestamp.from(retiresOn))
                .param("id", version.id().value())
                .update();
        if (move == Move.PUBLISH) {
            publishing.publish(version.id(), version.content());
            jdbc.sql("delete from authoring_kept where version_id = :id")
                    .param("id", version.id().value())
                    .update();
        }
        if (move == Move.RETIRE && retiresOn != null) {
            publishing.takeOffOffer(version.id(), retiresOn);
        }
        UUID step = record(version, by, move.name(), reason);
        if (by != null && (move == Move.HAND_IN || move == Move.RETURN || move == Move.PUBLISH)) {
            events.publishEvent(new ReviewStep(version.id(), version.tenant(), move, step, by));
        }
    }

    private Instant endOfWindow(AuthoredVersion version, Instant from) {
        return from.atOffset(ZoneOffset.UTC)
                .plusMonths(practice.of(version.tenant()).windowMonths())
                .toInstant();
    }

    /** Until when whoever has begun could finish, if a version were closed to new starts now. */
    Instant endOfWindow(AuthoredVersion version) {
        return endOfWindow(version, clock.instant());
    }

    private UUID record(AuthoredVersion version, @Nullable StaffId by, String action, String reason) {
        UUID step = Ids.next();
        jdbc.sql("insert into authoring_audit (id, tenant_id, version_id, happened_at, staff_id, action, reason)"
                        + " values (:id, :tenant, :version, :now, :staff, :action, :reason)")
                .param("id", step)
                .param("tenant", version.tenant().value())
                .param("version", version.id().value())
                .param("now", Timestamp.from(clock.instant()))
                .param("staff", by == null ? null : by.value())
                .param("action", action)
                .param("reason", reason)
                .update();
        return step;
    }

    /** For whoever acts for no member of staff. */
    Optional<AuthoredVersion> find(VersionId id) {
        return jdbc.sql("select " + COLUMNS + " from authoring_version where id = :id")
                .param("id", id.value())
                .query(ROW)
                .optional();
    }

    /** Those who wrote a word of a version. */
    Set<StaffId> writers(VersionId id) {
        return new HashSet<>(jdbc.sql("select staff_id from authoring_writer where version_id = :id")
                .param("id", id.value())
                .query((row, number) -> new StaffId(row.getObject("staff_id", UUID.class)))
                .list());
    }

    /** Closes the windows that are over. */
    @Transactional
    int closeWindows() {
        List<AuthoredVersion> over = new ArrayList<>(jdbc.sql("select " + COLUMNS + " from authoring_version"
                        + " where state = 'RETIRING' and retires_on <= :now order by retires_on"
                        + " fetch first " + MOST_CLOSED_AT_ONCE + " rows only for update")
                .param("now", Timestamp.from(clock.instant()))
                .query(ROW)
                .list());
        over.forEach(version -> take(version, Move.CLOSE, null, ""));
        return over.size();
    }

    @Bean
    static RecurringTask<Void> closeWindowsOfRetiringVersions(Versions versions) {
        return Tasks.recurring("close-windows-of-retiring-versions", Schedules.fixedDelay(Duration.ofHours(1)))
                .execute((instance, context) -> versions.closeWindows());
    }
}
