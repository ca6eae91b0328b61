/** Stacks that people complete: where they stand, and the badge that comes when a stack is complete. Knows no evidence and no LMS. */
@ApplicationModule(allowedDependencies = {"system", "tenant", "person", "catalog", "badge"})
@NullMarked
package dev.laurel.stack;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
