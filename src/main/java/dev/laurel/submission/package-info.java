/** Drafts, attempts, artefacts, files and attestations. Does not know who scores. */
@ApplicationModule(allowedDependencies = {"system", "tenant", "lti", "person", "catalog", "course"})
@NullMarked
package dev.laurel.submission;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
