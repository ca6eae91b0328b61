/** A draft that its earner shows to a colleague, and what the two write about it. Knows nobody who scores. */
@ApplicationModule(allowedDependencies = {"system", "tenant", "lti", "person", "catalog", "course", "submission"})
@NullMarked
package dev.laurel.coaching;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
