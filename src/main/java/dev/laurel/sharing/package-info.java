/** Micro-credentials offered to other organisations and adopted from them, in signed bundles. Nobody knows it. */
@ApplicationModule(
        allowedDependencies = {"system", "tenant", "person", "catalog", "authoring", "assessment", "agreement", "badge"
        })
@NullMarked
package dev.laurel.sharing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
