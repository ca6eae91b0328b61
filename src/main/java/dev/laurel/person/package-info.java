/** One person behind many LMS accounts, and the people who sign in to Laurel itself. */
@ApplicationModule(allowedDependencies = {"system", "tenant", "lti"})
@NullMarked
package dev.laurel.person;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
