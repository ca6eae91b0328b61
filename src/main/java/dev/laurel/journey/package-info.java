/** The whole story of one micro-credential on one page: the earner's view and the coordinator's. Knows every step; no step knows it. */
@ApplicationModule(
        allowedDependencies = {
            "system",
            "tenant",
            "lti",
            "lti :: services",
            "person",
            "catalog",
            "authoring",
            "course",
            "submission",
            "coaching",
            "assessment",
            "gradebook",
            "badge",
            "stack",
            "recognition",
            "sharing"
        })
@NullMarked
package dev.laurel.journey;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
