/** Decisions and states as scores at the platform, until they have arrived. */
@ApplicationModule(
        allowedDependencies = {"system", "tenant", "lti", "lti :: services", "course", "submission", "assessment"})
@NullMarked
package dev.laurel.gradebook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
