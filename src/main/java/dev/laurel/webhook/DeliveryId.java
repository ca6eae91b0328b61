package dev.laurel.webhook;

import java.util.UUID;

record DeliveryId(UUID value) {}
