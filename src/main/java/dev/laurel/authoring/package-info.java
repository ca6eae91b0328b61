/** Writing micro-credentials: versions from draft to retirement, by two pairs of eyes. What is published goes to the catalogue. */
@ApplicationModule(allowedDependencies = {"system", "tenant", "person", "catalog"})
@NullMarked
package dev.laurel.authoring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
