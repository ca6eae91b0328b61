package dev.laurel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@LaurelTest
class StartTests {

    @Autowired
    Tenants tenants;

    @Test
    void startsOnAnEmptyDatabase() {
        TenantId district = tenants.found("Prairie View School District");
        assertThat(tenants.named("Prairie View School District")).contains(district);
    }
}
