/** Assessors, queue, ratings and the decision. Knows neither LMSs nor the names of earners. */
@ApplicationModule(
        allowedDependencies = {
            "system",
            "tenant",
            "person",
            "catalog",
            "authoring",
            "submission",
            "coaching",
            "agreement"
        })
@NullMarked
package dev.laurel.assessment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
