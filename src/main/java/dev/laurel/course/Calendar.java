package dev.laurel.course;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.lti.ContentItem.Dates;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LinkDates;
import dev.laurel.lti.MessageType;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The dates of each place: as picked with the link, as typed later by who leads the course, and as the platform tells them with
 * its launches, which stand before both.
 */
@Component
public class Calendar {

    /** Custom parameters of a link: the dates that were picked with it, for platforms that keep none themselves. */
    static final String PICKED_OPENS = "picked_opens";

    static final String PICKED_DUE = "picked_due";
    static final String PICKED_CLOSES = "picked_closes";
    static final String PICKED_ZONE = "picked_zone";

    private static final String COLUMNS = "select placement_id, opens_at, due_at, closes_at, opens_told, due_told,"
            + " closes_told, told_at, told_by_lead, zone from course_dates";

    /** What another node has changed shows after that time at the latest on pages of earners; leads read the rows. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** How often it is written down that the same was told again. */
    private static final Duration SAME_AGAIN = Duration.ofHours(1);

    private static final int MOST_KNOWN = 20_000;

    private final Cache<PlacementId, PlaceDates> known = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(FRESH)
            .build();

    private final JdbcClient jdbc;
    private final Clock clock;

    Calendar(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The dates for whoever launched, after what the launch itself tells of them is taken in. What an earner's launch tells
     * may be an exception for that earner: it holds for the place only until somebody who leads the course was told.
     */
    public PlaceDates of(Launch launch, Placement placement) {
        PlaceDates held = known.get(placement.id(), id -> find(placement.tenant(), id));
        Dates told = LinkDates.toldBy(launch);
        if (tells(launch, held, told)) {
            held = take(launch, placement, told);
            known.put(placement.id(), held);
        }
        return launch.roles().isCoordinator() ? held : held.forOne(told);
    }

    private static boolean tells(Launch launch, PlaceDates held, Dates told) {
        boolean lead = launch.roles().isCoordinator();
        if (launch.message() != MessageType.RESOURCE_LINK
                || launch.roles().isTestUser()
                || !(lead || (launch.roles().isEarner() && !held.toldByLead()))) {
            return false;
        }
        Instant before = held.toldAt();
        if (before != null && !launch.launchedAt().isAfter(before)) {
            return false;
        }
        if (!told.equals(held.told()) || (lead && !held.toldByLead() && before != null)) {
            return true;
        }
        return lead && before != null && launch.launchedAt().isAfter(before.plus(SAME_AGAIN));
    }

    private PlaceDates take(Launch launch, Placement placement, Dates told) {
        PlaceDates held = find(placement.tenant(), placement.id());
        if (!tells(launch, held, told)) {
            return held;
        }
        PlaceDates now = held.with(told, launch.launchedAt(), launch.roles().isCoordinator());
        write(placement.tenant(), placement.id(), now);
        return now;
    }

    /** The dates that were picked with a link that is seen for the first time; a copy of last year's link brings none. */
    void begin(Launch launch, Placement placement) {
        Dates picked = new Dates(
                LinkDates.read(launch.custom().get(PICKED_OPENS)),
                LinkDates.read(launch.custom().get(PICKED_DUE)),
                LinkDates.read(launch.custom().get(PICKED_CLOSES)));
        Instant now = clock.instant();
        boolean past = isBefore(picked.due(), now) || isBefore(picked.availableUntil(), now);
        if (picked.equals(Dates.NONE) || past) {
            return;
        }
        String zone = launch.custom().get(PICKED_ZONE).filter(Calendar::isZone).orElse("UTC");
        write(placement.tenant(), placement.id(), PlaceDates.NONE.typed(picked, zone));
    }

    private static boolean isBefore(@Nullable Instant one, Instant other) {
        return one != null && one.isBefore(other);
    }

    private static boolean isZone(String zone) {
        try {
            ZoneId.of(zone);
            return zone.length() <= 60;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Keeps what somebody who leads the course typed; the fields that the platform fills stay as it fills them. */
    @Transactional
    public void keep(TenantId tenant, PlacementId placement, Dates typed, String zone) {
        write(tenant, placement, find(tenant, placement).typed(typed, zone));
        known.invalidate(placement);
    }

    /** The dates of one place. */
    public PlaceDates find(TenantId tenant, PlacementId placement) {
        return jdbc.sql(COLUMNS + " where placement_id = :placement and tenant_id = :tenant")
                .param("placement", placement.value())
                .param("tenant", tenant.value())
                .query((row, number) -> dates(row))
                .optional()
                .orElse(PlaceDates.NONE);
    }

    /** The dates of those places that have any. */
    public Map<PlacementId, PlaceDates> in(TenantId tenant, Collection<PlacementId> places) {
        Map<PlacementId, PlaceDates> found = new HashMap<>();
        if (!places.isEmpty()) {
            jdbc.sql(COLUMNS + " where tenant_id = :tenant and placement_id in (:places)")
                    .param("tenant", tenant.value())
                    .param("places", places.stream().map(PlacementId::value).toList())
                    .query(row -> {
                        PlaceDates dates = dates(row);
                        if (!dates.isEmpty()) {
                            found.put(new PlacementId(row.getObject("placement_id", UUID.class)), dates);
                        }
                    });
        }
        return found;
    }

    private void write(TenantId tenant, PlacementId placement, PlaceDates dates) {
        String zone = dates.zone();
        for (String sql : new String[] {
            "insert into course_dates (placement_id, tenant_id, opens_told, due_told, closes_told, told_by_lead, zone)"
                    + " values (:placement, :tenant, :openstold, :duetold, :closestold, :lead, :zone)"
                    + " on conflict do nothing",
            "update course_dates set opens_at = :opens, due_at = :due, closes_at = :closes, opens_told = :openstold,"
                    + " due_told = :duetold, closes_told = :closestold, told_at = :told, told_by_lead = :lead,"
                    + " zone = :zone where placement_id = :placement and tenant_id = :tenant"
        }) {
            jdbc.sql(sql)
                    .param("placement", placement.value())
                    .param("tenant", tenant.value())
                    .param("opens", timestamp(dates.opens()))
                    .param("due", timestamp(dates.due()))
                    .param("closes", timestamp(dates.closes()))
                    .param("openstold", dates.told().availableFrom() != null)
                    .param("duetold", dates.told().due() != null)
                    .param("closestold", dates.told().availableUntil() != null)
                    .param("told", timestamp(dates.toldAt()))
                    .param("lead", dates.toldByLead())
                    .param("zone", zone)
                    .update();
        }
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static PlaceDates dates(ResultSet row) throws SQLException {
        Dates held = new Dates(instant(row, "opens_at"), instant(row, "due_at"), instant(row, "closes_at"));
        Dates told = new Dates(
                row.getBoolean("opens_told") ? held.availableFrom() : null,
                row.getBoolean("due_told") ? held.due() : null,
                row.getBoolean("closes_told") ? held.availableUntil() : null);
        return new PlaceDates(
                held,
                told,
                instant(row, "told_at"),
                row.getBoolean("told_by_lead"),
                Optional.ofNullable(row.getString("zone")).orElse(""));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
