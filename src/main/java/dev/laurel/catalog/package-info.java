/** Micro-credentials and their immutable versions, rubrics and stacks. Knows neither people nor LMSs. */
@ApplicationModule(allowedDependencies = {"system"})
@NullMarked
package dev.laurel.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
