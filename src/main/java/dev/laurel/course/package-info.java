/** Which micro-credential stands where in which course, and who learns there. */
@ApplicationModule(allowedDependencies = {"system", "tenant", "lti", "lti :: services", "catalog"})
@NullMarked
package dev.laurel.course;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
