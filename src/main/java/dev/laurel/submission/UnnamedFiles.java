package dev.laurel.submission;

import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Bytes in the store that no evidence names any more, until they are gone. */
@Component
class UnnamedFiles {

    private static final Logger log = LoggerFactory.getLogger(UnnamedFiles.class);

    private final JdbcClient jdbc;
    private final EvidenceStore store;
    private final TransactionOperations transaction;

    UnnamedFiles(JdbcClient jdbc, EvidenceStore store, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.store = store;
        this.transaction = transaction;
    }

    record Unnamed(TenantId tenant, String sha256) {}

    /** Nothing names them any more, or nothing that may keep them. */
    void add(TenantId tenant, String sha256, Instant removeAt) {
        jdbc.sql("insert into submission_unnamed_file (tenant_id, sha256, remove_at) values (:tenant, :sha256, :at)"
                        + " on conflict do nothing")
                .param("tenant", tenant.value())
                .param("sha256", sha256)
                .param("at", Timestamp.from(removeAt))
                .update();
    }

    /** The same bytes are evidence again: within the transaction that names them, after which the store is to be asked for them. */
    void namedAgain(TenantId tenant, String sha256) {
        jdbc.sql("delete from submission_unnamed_file where tenant_id = :tenant and sha256 = :sha256")
                .param("tenant", tenant.value())
                .param("sha256", sha256)
                .update();
    }

    /** Takes away what is due; what the store does not give up now stays for the next time. */
    void clear(Instant now, int pageSize) {
        List<Unnamed> due;
        do {
            due = due(now, pageSize);
            for (Unnamed unnamed : due) {
                try {
                    transaction.executeWithoutResult(status -> clear(unnamed));
                } catch (UncheckedIOException e) {
                    log.warn(
                            "Evidence could not be taken out of the store and stays until the next try: {}",
                            e.getMessage());
                    return;
                }
            }
        } while (due.size() == pageSize);
    }

    private List<Unnamed> due(Instant now, int most) {
        return jdbc.sql("select tenant_id, sha256 from submission_unnamed_file where remove_at <= :now"
                        + " order by remove_at fetch first :most rows only")
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query((row, number) ->
                        new Unnamed(new TenantId(row.getObject("tenant_id", UUID.class)), row.getString("sha256")))
                .list();
    }

    private void clear(Unnamed unnamed) {
        boolean waiting = jdbc.sql("select 1 from submission_unnamed_file"
                        + " where tenant_id = :tenant and sha256 = :sha256 for update")
                .param("tenant", unnamed.tenant().value())
                .param("sha256", unnamed.sha256())
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!waiting) {
            return;
        }
        if (!isNamed(unnamed)) {
            try {
                store.delete(unnamed.tenant(), unnamed.sha256());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        namedAgain(unnamed.tenant(), unnamed.sha256());
    }

    /** Somebody else of the tenant may have handed in the same bytes. */
    private boolean isNamed(Unnamed unnamed) {
        return jdbc.sql(
                                "select (select count(*) from submission_renewal_file r where r.sha256 = :sha256"
                                        + " and r.tenant_id = :tenant) + count(*) from submission_file f join submission s on s.id = f.submission_id"
                                        + " where f.sha256 = :sha256 and s.tenant_id = :tenant and (f.scan is null or f.scan <> 'INFECTED')")
                        .param("sha256", unnamed.sha256())
                        .param("tenant", unnamed.tenant().value())
                        .query(Integer.class)
                        .single()
                > 0;
    }
}
