package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.modulith.events.core.EventSerializer;
import org.springframework.transaction.support.TransactionOperations;

/** Publications that everybody has heard go, sooner or later, and few calls are needed for it. */
class PublicationRowsTests {

    private final JdbcOperations jdbc = mock();
    private final Set<Object> gone = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean down;
    private final PublicationRows rows =
            new PublicationRows(jdbc, TransactionOperations.withoutTransaction(), mock(EventSerializer.class));

    PublicationRowsTests() {
        when(jdbc.batchUpdate(anyString(), anyList())).thenAnswer(call -> {
            calls.incrementAndGet();
            if (down) {
                throw new TransientDataAccessResourceException("no database");
            }
            List<Object[]> deleted = call.getArgument(1);
            deleted.forEach(row -> gone.add(row[0]));
            return new int[deleted.size()];
        });
    }

    private Set<Object> hear(int many) {
        Set<Object> heard = new HashSet<>();
        for (int i = 0; i < many; i++) {
            UUID id = UUID.randomUUID();
            heard.add(id);
            rows.heard(id);
        }
        return heard;
    }

    @Test
    void whatCannotBeClearedAwayNowIsClearedAwayLater() {
        down = true;
        Set<Object> heard = hear(3);
        await().until(() -> calls.get() > 0);
        assertThat(gone).isEmpty();
        down = false;
        await().until(() -> gone.equals(heard));
    }

    @Test
    void manyGoTogether() {
        Set<Object> heard = hear(1_700);
        await().until(() -> gone.equals(heard));
        assertThat(calls.get()).isLessThan(100);
    }

    @Test
    void whatIsHeardLastGoesBeforeTheProcessEnds() throws Exception {
        Set<Object> before = hear(2);
        rows.destroy();
        Set<Object> after = hear(2);
        before.addAll(after);
        assertThat(gone).isEqualTo(before);
    }
}
