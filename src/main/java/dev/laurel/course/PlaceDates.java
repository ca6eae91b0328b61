package dev.laurel.course;

import dev.laurel.lti.ContentItem.Dates;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when, by when and until when work at a place is asked for. Dates of the learning platform stand before those that
 * were typed here, each for itself; only a platform can close a link, Laurel takes work after every date.
 *
 * @param told which of the dates the platform gave, and nobody typed here; those in it are the same as in {@code dates}
 * @param toldAt when the platform said last what holds; absent where it never did
 * @param toldByLead whether somebody who leads the course was told so, whose dates are nobody's exception
 * @param zone in which the others were typed; empty where none was
 */
public record PlaceDates(Dates dates, Dates told, @Nullable Instant toldAt, boolean toldByLead, String zone) {

    /** Where nobody has said any. */
    public static final PlaceDates NONE = new PlaceDates(Dates.NONE, Dates.NONE, null, false, "");

    public @Nullable Instant opens() {
        return dates.availableFrom();
    }

    public @Nullable Instant due() {
        return dates.due();
    }

    public @Nullable Instant closes() {
        return dates.availableUntil();
    }

    public boolean isEmpty() {
        return dates.equals(Dates.NONE);
    }

    /** Whether any of them comes from the platform. */
    public boolean tellsAny() {
        return !told.equals(Dates.NONE);
    }

    /** Whether the day by which work is due has passed. */
    public boolean isOver(Instant now) {
        Instant due = due();
        return due != null && due.isBefore(now);
    }

    /** With what the platform tells now: what it gave before and gives no more is gone, what was typed here stays. */
    PlaceDates with(Dates now, Instant at, boolean lead) {
        return new PlaceDates(
                new Dates(
                        after(dates.availableFrom(), told.availableFrom(), now.availableFrom()),
                        after(dates.due(), told.due(), now.due()),
                        after(dates.availableUntil(), told.availableUntil(), now.availableUntil())),
                now,
                at,
                lead,
                zone);
    }

    private static @Nullable Instant after(@Nullable Instant held, @Nullable Instant told, @Nullable Instant now) {
        return now != null ? now : told != null ? null : held;
    }

    /** With what somebody types; what the platform gives cannot be typed over. */
    PlaceDates typed(Dates typed, String inZone) {
        return new PlaceDates(
                new Dates(
                        first(told.availableFrom(), typed.availableFrom()),
                        first(told.due(), typed.due()),
                        first(told.availableUntil(), typed.availableUntil())),
                told,
                toldAt,
                toldByLead,
                inZone);
    }

    /** As one person's own launch tells them, who may have an exception. */
    PlaceDates forOne(Dates own) {
        return own.equals(Dates.NONE)
                ? this
                : new PlaceDates(
                        new Dates(
                                first(own.availableFrom(), dates.availableFrom()),
                                first(own.due(), dates.due()),
                                first(own.availableUntil(), dates.availableUntil())),
                        new Dates(
                                first(own.availableFrom(), told.availableFrom()),
                                first(own.due(), told.due()),
                                first(own.availableUntil(), told.availableUntil())),
                        toldAt,
                        toldByLead,
                        zone);
    }

    private static @Nullable Instant first(@Nullable Instant one, @Nullable Instant other) {
        return one != null ? one : other;
    }
}
