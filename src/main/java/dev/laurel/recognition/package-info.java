/** What a badge is worth where somebody teaches: authorities, their rules with date and source, and claims. Knows no evidence and no LMS. */
@ApplicationModule(allowedDependencies = {"system", "tenant", "person", "catalog", "badge"})
@NullMarked
package dev.laurel.recognition;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
