package dev.laurel;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    @Test
    void everyModuleKeepsToItsDependencies() {
        ApplicationModules.of(LaurelApplication.class).verify();
    }
}
