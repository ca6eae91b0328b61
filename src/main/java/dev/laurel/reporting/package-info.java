/** What districts and states see of it all: counts by month that events keep up to date, never anybody's work. Nobody knows it. */
@ApplicationModule(
        allowedDependencies = {
            "system",
            "tenant",
            "person",
            "catalog",
            "submission",
            "assessment",
            "agreement",
            "badge",
            "recognition"
        })
@NullMarked
package dev.laurel.reporting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
