/** Micro-credentials offered to other organisations and adopted from them, in signed bundles. Only the page that shows all of it knows it. */
@ApplicationModule(
        allowedDependencies = {
            "system",
            "tenant",
            "person",
            "catalog",
            "authoring",
            "submission",
            "assessment",
            "agreement",
            "badge"
        })
@NullMarked
package dev.laurel.sharing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
