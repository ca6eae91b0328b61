package dev.laurel.person;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.CredentialsContainer;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Who is signed in, and nothing else: rights are looked up at every request, so that a role that was taken back is gone
 * at once. This is what the session keeps; the password's hash is erased before.
 */
final class SignedIn implements UserDetails, CredentialsContainer {

    private static final long serialVersionUID = 1;

    private final UUID id;
    private @Nullable String passwordHash;

    SignedIn(UUID id, String passwordHash) {
        this.id = id;
        this.passwordHash = passwordHash;
    }

    StaffId id() {
        return new StaffId(id);
    }

    /** The account's id: sessions are found by it, and no login or name lies in the session table. */
    @Override
    public String getUsername() {
        return id.toString();
    }

    @Override
    public @Nullable String getPassword() {
        return passwordHash;
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of();
    }

    @Override
    public void eraseCredentials() {
        passwordHash = null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedIn that && that.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "SignedIn[" + id + "]";
    }
}
