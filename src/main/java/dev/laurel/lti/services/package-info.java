/** The platform's services: scores (AGS 2.0) and members (NRPS 2.0), with tokens and retries told apart from refusals. */
@NamedInterface("services")
@NullMarked
package dev.laurel.lti.services;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
