package dev.laurel.lti;

import dev.laurel.tenant.TenantId;

/**
 * One deployment of a registration.
 *
 * @param deploymentId as the platform writes it
 */
public record Deployment(
        DeploymentId id, RegistrationId registration, String deploymentId, TenantId tenant, State state) {

    public enum State {
        /** Launches are welcome. */
        ACTIVE,
        /** Seen, and waiting for an administrator. */
        PENDING,
        /** Refused by an operator. */
        BLOCKED
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }
}
