/** Issuers and their keys, Open Badges 3.0 credentials, baking, status lists and verification. Knows no LMS. */
@ApplicationModule(
        allowedDependencies = {"system", "tenant", "person", "catalog", "authoring", "submission", "assessment"})
@NullMarked
package dev.laurel.badge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
