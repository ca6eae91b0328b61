package dev.laurel.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks before anything is served whether the master key is the one that the database was used with, and changes it where the
 * operator gives the one from before too. What is sealed is sealed again row by row, each by itself, so that whoever is killed
 * meanwhile goes on at the next start; that all of it is done is noted last. Nodes may do it side by side.
 */
@Component
@DependsOnDatabaseInitialization
class MasterKeyAtStart implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(MasterKeyAtStart.class);
    private static final String PURPOSE = "master key";
    /** The row that is there from the first value that is sealed again to the last. */
    private static final int BEGUN = 2;

    private static final byte[] CHECK = {'l', 'a', 'u', 'r', 'e', 'l'};

    private final KeyVault vault;
    private final JdbcClient jdbc;
    private final List<SealedColumn> columns;

    MasterKeyAtStart(KeyVault vault, JdbcClient jdbc, List<SealedColumn> columns) {
        this.vault = vault;
        this.jdbc = jdbc;
        this.columns = columns;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Optional<byte[]> check = jdbc.sql("select sealed from system_master_key where id = 1")
                .query(byte[].class)
                .optional();
        boolean known = check.isEmpty()
                ? columns.stream().allMatch(this::opensFirst)
                : vault.opens(PURPOSE, check.get()) || vault.opensWithKeyFromBefore(PURPOSE, check.get());
        if (!known || isBegun() && !vault.changes()) {
            throw refused();
        }
        if (vault.changes()) {
            begin();
            change();
        }
        if (check.isEmpty()) {
            jdbc.sql("insert into system_master_key (id, sealed) values (1, :sealed) on conflict do nothing")
                    .param("sealed", vault.seal(PURPOSE, CHECK))
                    .update();
        } else if (!vault.opens(PURPOSE, check.get())) {
            jdbc.sql("update system_master_key set sealed = :sealed where id = 1")
                    .param("sealed", vault.seal(PURPOSE, CHECK))
                    .update();
        }
        if (vault.changes()) {
            jdbc.sql("delete from system_master_key where id = " + BEGUN).update();
        }
    }

    /** Whether a change was begun and not done: some may be sealed under one key and some under the other. */
    private boolean isBegun() {
        return jdbc.sql("select count(*) from system_master_key where id = " + BEGUN)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void begin() {
        jdbc.sql("insert into system_master_key (id, sealed) values (" + BEGUN + ", :sealed) on conflict do nothing")
                .param("sealed", vault.seal(PURPOSE, CHECK))
                .update();
    }

    private MasterKeyRefused refused() {
        return vault.changes()
                ? new MasterKeyRefused(
                        "Neither LAUREL_MASTER_KEY nor LAUREL_MASTER_KEY_BEFORE is the master key that the keys in this"
                                + " database are sealed under.",
                        "Nothing was changed. Give as LAUREL_MASTER_KEY_BEFORE the key that this database was used with"
                                + " until now (or what stands in its master.key).")
                : new MasterKeyRefused(
                        "The keys in this database are sealed under another master key than the one given"
                                + " (LAUREL_MASTER_KEY, or else master.key in LAUREL_DATA_DIR).",
                        "Give the master key that this database was used with. If you are changing it, or a change was"
                                + " interrupted, give that one as LAUREL_MASTER_KEY_BEFORE and the new one as"
                                + " LAUREL_MASTER_KEY.");
    }

    /** Before there was a note of the key, what is stored has to tell. */
    private boolean opensFirst(SealedColumn column) {
        return rows(column, 1).stream()
                .allMatch(row -> vault.opens(row.purpose(), row.sealed())
                        || vault.opensWithKeyFromBefore(row.purpose(), row.sealed()));
    }

    /** One column of a primary key, of whichever type. */
    private record KeyPart(String column, Object value) {}

    private record Row(List<KeyPart> key, String purpose, byte[] sealed) {}

    private List<Row> rows(SealedColumn column, int atMost) {
        String names = String.join(", ", column.key());
        boolean ownPurpose = column.purpose() == null && !column.key().contains("purpose");
        return jdbc.sql("select " + names + ", " + column.column() + (ownPurpose ? ", purpose" : "") + " from "
                        + column.table() + " where " + column.column() + " is not null order by " + names
                        + (atMost > 0 ? " fetch first " + atMost + " rows only" : ""))
                .query((row, number) -> {
                    List<KeyPart> key = new ArrayList<>();
                    for (String name : column.key()) {
                        key.add(new KeyPart(name, row.getObject(name)));
                    }
                    String purpose = column.purpose() == null ? row.getString("purpose") : column.purpose();
                    return new Row(key, purpose, row.getBytes(column.column()));
                })
                .list();
    }

    private void change() {
        int changed = 0;
        for (SealedColumn column : columns) {
            for (Row row : rows(column, 0)) {
                changed += sealAgain(column, row);
            }
        }
        log.warn(
                "The master key was changed: {} values were sealed again now, and all are under LAUREL_MASTER_KEY. Start"
                        + " again without LAUREL_MASTER_KEY_BEFORE, and keep the old key as long as backups from before",
                changed);
    }

    /** Unless it is already, or somebody else has written it meanwhile. */
    private int sealAgain(SealedColumn column, Row row) {
        if (vault.opens(row.purpose(), row.sealed())) {
            return 0;
        }
        byte[] plain = vault.open(row.purpose(), row.sealed());
        StringBuilder where = new StringBuilder();
        row.key().forEach(part -> where.append(" and ")
                .append(part.column())
                .append(" = :")
                .append(part.column()));
        JdbcClient.StatementSpec statement = jdbc.sql("update " + column.table() + " set " + column.column()
                        + " = :fresh where " + column.column() + " = :before" + where)
                .param("fresh", vault.seal(row.purpose(), plain))
                .param("before", row.sealed());
        row.key().forEach(part -> statement.param(part.column(), part.value()));
        Arrays.fill(plain, (byte) 0);
        return statement.update();
    }
}
