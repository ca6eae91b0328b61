/** Badges in the hands of those who earned them: shared, published, carried away, kept after an LMS account is gone. */
@ApplicationModule(
        allowedDependencies = {
            "system",
            "tenant",
            "lti",
            "person",
            "submission",
            "coaching",
            "badge",
            "stack",
            "recognition"
        })
@NullMarked
package dev.laurel.wallet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
