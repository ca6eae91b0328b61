/** The LTI 1.3 tool: registrations, launches, deep linking, services. Knows nothing of micro-credentials. */
@ApplicationModule(allowedDependencies = {"system", "tenant"})
@NullMarked
package dev.laurel.lti;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
