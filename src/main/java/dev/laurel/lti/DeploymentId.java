package dev.laurel.lti;

import java.util.UUID;

/** One deployment of a registration; decides the tenant (LTI Core 1.3, section 3.1.3). */
public record DeploymentId(UUID value) {}
