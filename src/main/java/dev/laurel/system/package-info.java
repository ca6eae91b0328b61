/** What the whole house stands on: settings, ids, keys at rest, calls to the outside, error pages, the last security chain. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.laurel.system;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
