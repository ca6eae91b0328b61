/** Tells licensing and personnel systems what was decided: signed, durable, told again. Nobody knows it. */
@ApplicationModule(allowedDependencies = {"system", "tenant", "person", "badge", "recognition"})
@NullMarked
package dev.laurel.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
