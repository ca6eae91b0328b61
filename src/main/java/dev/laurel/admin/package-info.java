/** The operator's console: invitations, platforms and the accounts of staff. */
@ApplicationModule(
        allowedDependencies = {
            "system",
            "tenant",
            "lti",
            "lti :: check",
            "lti :: services",
            "person",
            "catalog",
            "submission",
            "assessment",
            "gradebook"
        })
@NullMarked
package dev.laurel.admin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
