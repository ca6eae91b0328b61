/** Which micro-credential stands where in which course. */
@ApplicationModule(allowedDependencies = {"system", "tenant", "lti", "catalog"})
@NullMarked
package dev.laurel.course;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
