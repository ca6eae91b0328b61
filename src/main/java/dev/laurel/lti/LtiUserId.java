package dev.laurel.lti;

import java.util.UUID;

/** One account at one platform: issuer, client id and subject (LTI Core 1.3, section 5.3.6). */
public record LtiUserId(UUID value) {}
