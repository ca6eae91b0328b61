package dev.laurel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@LaurelTest
class StartTests {

    @Autowired
    Tenants tenants;

    @Test
    void startsOnAnEmptyDatabase() {
        String name = "District " + UUID.randomUUID();
        TenantId district = tenants.found(name);
        assertThat(tenants.named(name)).contains(district);
    }
}
