/** What {@code laurel.demo} adds beside each module's own demonstration data: a district and the people who score for it. */
@ApplicationModule(allowedDependencies = {"system", "tenant", "person"})
@NullMarked
package dev.laurel.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
