package dev.laurel.person;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which account somebody at a provider of identity signs in to, and by which other way each account can be reached. */
@Component
public class StaffIdentities {

    private final JdbcClient jdbc;
    private final Staff staff;
    private final Clock clock;

    StaffIdentities(JdbcClient jdbc, Staff staff, Clock clock) {
        this.jdbc = jdbc;
        this.staff = staff;
        this.clock = clock;
    }

    /** What made somebody theirs. */
    enum Reason {
        INVITATION,
        OWN_PAGE,
        ADDRESS
    }

    /**
     * An account at a provider that signs in here.
     *
     * @param active whether the provider is switched on
     * @param usedAt absent when nobody has signed in with it yet
     */
    public record Connection(
            UUID provider,
            String name,
            boolean active,
            Instant since,
            @Nullable Instant usedAt) {

        @Override
        public String toString() {
            return "Connection[" + provider + "]";
        }
    }

    /** @param password whether the account has one of its own */
    public record WaysIn(boolean password, List<Connection> connections) {

        public WaysIn {
            connections = List.copyOf(connections);
        }

        /** Whether the account can still be signed in to once this connection is gone. */
        public boolean without(UUID provider) {
            return password
                    || connections.stream()
                            .anyMatch(
                                    other -> other.active() && !other.provider().equals(provider));
        }
    }

    /** How somebody can sign in. */
    public WaysIn waysIn(StaffId member) {
        boolean password = jdbc.sql("select count(*) from staff_account where id = :id and password_hash is not null")
                        .param("id", member.value())
                        .query(Integer.class)
                        .single()
                == 1;
        List<Connection> connections = jdbc.sql(
                        "select p.id, p.name, p.active, i.bound_at, i.used_at from staff_identity i"
                                + " join staff_provider p on p.id = i.provider_id where i.staff_id = :id order by p.name, p.id")
                .param("id", member.value())
                .query((row, number) -> {
                    Timestamp used = row.getTimestamp("used_at");
                    return new Connection(
                            row.getObject("id", UUID.class),
                            row.getString("name"),
                            row.getBoolean("active"),
                            row.getTimestamp("bound_at").toInstant(),
                            used == null ? null : used.toInstant());
                })
                .list();
        return new WaysIn(password, connections);
    }

    /** Takes a connection away, by an operator; the person is signed out everywhere. */
    @Transactional
    public void disconnect(StaffId member, UUID provider) {
        if (delete(member, provider) == 1) {
            staff.signOutEverywhere(member);
        }
    }

    /** Takes a connection away, by the person; false when it is the only way in. */
    @Transactional
    public boolean leave(StaffId member, UUID provider) {
        // Two connections must not be taken away at the same moment, each because of the other.
        jdbc.sql("select id from staff_account where id = :id for update")
                .param("id", member.value())
                .query(UUID.class)
                .single();
        if (!waysIn(member).without(provider)) {
            return false;
        }
        delete(member, provider);
        return true;
    }

    private int delete(StaffId member, UUID provider) {
        return jdbc.sql("delete from staff_identity where staff_id = :staff and provider_id = :provider")
                .param("staff", member.value())
                .param("provider", provider)
                .update();
    }

    /** Whose account it is; an account that has ended is told apart by {@link Staff#rights}. */
    Optional<StaffId> accountOf(IdentityProvider provider, ProvenIdentity identity) {
        return jdbc.sql("select staff_id from staff_identity where provider_id = :provider and subject = :subject"
                        + " and issuer = :issuer")
                .param("provider", provider.id().value())
                .param("subject", identity.subject())
                .param("issuer", provider.issuer())
                .query(UUID.class)
                .optional()
                .map(StaffId::new);
    }

    /** What became of binding. */
    enum Binding {
        BOUND,
        /** It is bound to somebody else. */
        NOT_THEIRS,
        /** The account is bound to another identity of this provider. */
        ANOTHER
    }

    /** Binds an identity to an account; doing so again changes nothing. */
    @Transactional
    public Binding bind(IdentityProvider provider, ProvenIdentity identity, StaffId member, Reason reason) {
        int bound = jdbc.sql("insert into staff_identity (provider_id, subject, issuer, staff_id, bound_by, bound_at)"
                        + " values (:provider, :subject, :issuer, :staff, :by, :now) on conflict do nothing")
                .param("provider", provider.id().value())
                .param("subject", identity.subject())
                .param("issuer", provider.issuer())
                .param("staff", member.value())
                .param("by", reason.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (bound == 1) {
            return Binding.BOUND;
        }
        Optional<StaffId> owner = accountOf(provider, identity);
        if (owner.isPresent()) {
            return owner.get().equals(member) ? Binding.BOUND : Binding.NOT_THEIRS;
        }
        return Binding.ANOTHER;
    }

    void used(IdentityProvider provider, ProvenIdentity identity) {
        jdbc.sql("update staff_identity set used_at = :now where provider_id = :provider and subject = :subject")
                .param("now", Timestamp.from(clock.instant()))
                .param("provider", provider.id().value())
                .param("subject", identity.subject())
                .update();
    }

    /**
     * How many people a provider brings in.
     *
     * @param only those who could not sign in without it
     */
    record People(int all, int only) {}

    People peopleOf(ProviderId provider) {
        int all = jdbc.sql("select count(*) from staff_identity where provider_id = :provider")
                .param("provider", provider.value())
                .query(Integer.class)
                .single();
        int only = jdbc.sql("select count(*) from staff_identity i join staff_account a on a.id = i.staff_id"
                        + " where i.provider_id = :provider and a.password_hash is null and not exists"
                        + " (select 1 from staff_identity o join staff_provider p on p.id = o.provider_id"
                        + " where o.staff_id = i.staff_id and o.provider_id <> i.provider_id and p.active)")
                .param("provider", provider.value())
                .query(Integer.class)
                .single();
        return new People(all, only);
    }
}
