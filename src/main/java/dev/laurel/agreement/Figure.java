package dev.laurel.agreement;

import org.jspecify.annotations.Nullable;

/**
 * A statistic with what it rests on.
 *
 * @param value absent when the data do not define it
 * @param n units behind it
 * @param interval 95 %, absent when it was not asked for or cannot be told
 */
public record Figure(
        @Nullable Double value, int n, @Nullable Interval interval) {

    public record Interval(double low, double high) {}

    /** A share with Wilson's interval; not defined where n is 0. */
    public static Figure share(int part, int n) {
        return n == 0 ? undefined(0) : new Figure((double) part / n, n, Resampling.wilson(part, n));
    }

    /** Nothing that these data define. */
    public static Figure undefined(int n) {
        return new Figure(null, n, null);
    }
}
