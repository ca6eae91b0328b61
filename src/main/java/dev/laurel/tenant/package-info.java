/** The districts, states and associations whose data is kept apart. */
@ApplicationModule(allowedDependencies = {"system"})
@NullMarked
package dev.laurel.tenant;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
