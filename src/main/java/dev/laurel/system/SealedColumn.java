package dev.laurel.system;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where something sealed by the {@link KeyVault} is stored. Every module says so of each of its columns, so that the master key
 * can be changed.
 *
 * @param key columns that name a row
 * @param purpose it is sealed for; null where a column of that name says so row by row
 */
public record SealedColumn(
        String table,
        List<String> key,
        String column,
        @Nullable String purpose) {

    public SealedColumn {
        key = List.copyOf(key);
    }

    /** One that is sealed for the same purpose in all rows. */
    public static SealedColumn of(String table, String column, String purpose, String... key) {
        return new SealedColumn(table, List.of(key), column, purpose);
    }
}
