package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.LaurelTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever is sealed in the database is named to the change of the master key. */
@LaurelTest
class SealedColumnTests {

    @Autowired
    List<SealedColumn> columns;

    @Autowired
    JdbcClient jdbc;

    @Test
    void everyColumnOfSealedBytesIsNamed() {
        List<String> there = jdbc.sql("select lower(table_name || '.' || column_name) from information_schema.columns"
                        + " where lower(data_type) in ('bytea', 'binary varying')"
                        + " and lower(table_name) not like 'system_%'"
                        + " and (lower(column_name) like '%sealed%' or lower(column_name) like '%secret%')")
                .query(String.class)
                .list();
        assertThat(columns.stream().map(column -> column.table() + "." + column.column()))
                .containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void everyOneCanBeReadByItsKey() {
        columns.forEach(column -> assertThat(jdbc.sql("select " + String.join(", ", column.key()) + " from "
                                + column.table() + " fetch first 1 rows only")
                        .query()
                        .listOfRows())
                .isNotNull());
    }
}
