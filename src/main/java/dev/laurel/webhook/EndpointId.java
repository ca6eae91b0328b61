package dev.laurel.webhook;

import java.util.UUID;

record EndpointId(UUID value) {}
