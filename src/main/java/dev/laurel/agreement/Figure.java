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

    static Figure undefined(int n) {
        return new Figure(null, n, null);
    }
}
