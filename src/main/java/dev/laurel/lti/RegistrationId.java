package dev.laurel.lti;

import java.util.UUID;

/** One registration of this tool at a platform: issuer and client id (LTI Core 1.3, section 3.1.3). */
public record RegistrationId(UUID value) {}
