package dev.laurel.recognition;

import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The demonstration district has to lie somewhere: in Tennessee, until somebody says otherwise. */
@Component
@ConditionalOnBooleanProperty("laurel.demo")
class DemoHome {

    private static final AuthorityCode TENNESSEE = new AuthorityCode("us-tn");

    private final Tenants tenants;
    private final Rulebook rulebook;

    DemoHome(Tenants tenants, Rulebook rulebook) {
        this.tenants = tenants;
        this.rulebook = rulebook;
    }

    @EventListener(ApplicationStartedEvent.class)
    void settle() {
        TenantId district = tenants.demonstration();
        if (!rulebook.current().homes().containsKey(district)) {
            rulebook.settle(district, List.of(TENNESSEE), "demonstration");
        }
    }
}
