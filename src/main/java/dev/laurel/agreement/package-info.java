/** How far raters agree: the statistics, and the tool that computes them for anybody. Knows neither people nor rubrics. */
@ApplicationModule(allowedDependencies = "system")
@NullMarked
package dev.laurel.agreement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
