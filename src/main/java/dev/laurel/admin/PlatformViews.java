package dev.laurel.admin;

import dev.laurel.lti.Deployment;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Platforms and deployments as the console shows them. */
@Component
class PlatformViews {

    private static final int MOST_DEPLOYMENTS = 50;
    private static final int MOST_WAITING = 50;

    private final Registrations registrations;
    private final Districts districts;

    PlatformViews(Registrations registrations, Districts districts) {
        this.registrations = registrations;
        this.districts = districts;
    }

    record Platform(
            UUID id,
            String name,
            String issuer,
            String clientId,
            String family,
            String district,
            boolean enabled,
            List<Place> deployments) {}

    record Place(UUID id, String deploymentId, String district, Deployment.State state) {}

    /**
     * A deployment that waits.
     *
     * @param seenAs what the platform called itself there; empty when it did not
     */
    record Waiting(
            UUID id,
            String deploymentId,
            String platform,
            String seenAs,
            String issuer,
            String clientId,
            String district,
            Instant since) {}

    Platform platform(Registration registration) {
        return new Platform(
                registration.id().value(),
                name(registration),
                registration.issuer(),
                registration.clientId(),
                Objects.requireNonNullElse(registration.productFamily(), ""),
                districts.nameOf(registration.home()),
                registration.enabled(),
                registrations.deployments(registration.id(), MOST_DEPLOYMENTS).stream()
                        .map(deployment -> new Place(
                                deployment.id().value(),
                                deployment.deploymentId(),
                                districts.nameOf(deployment.tenant()),
                                deployment.state()))
                        .toList());
    }

    /** The longest wait first. */
    List<Waiting> waiting() {
        return registrations.waiting(MOST_WAITING).stream()
                .map(waiting -> new Waiting(
                        waiting.deployment().id().value(),
                        waiting.deployment().deploymentId(),
                        name(waiting.registration()),
                        Objects.requireNonNullElse(waiting.platformName(), ""),
                        waiting.registration().issuer(),
                        waiting.registration().clientId(),
                        districts.nameOf(waiting.deployment().tenant()),
                        waiting.since()))
                .toList();
    }

    private static String name(Registration registration) {
        return registration.platformName() != null ? registration.platformName() : registration.issuer();
    }
}
