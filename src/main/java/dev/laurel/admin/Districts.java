package dev.laurel.admin;

import dev.laurel.tenant.Tenant;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tenants as operators name them. */
@Component
class Districts {

    private static final int SUGGESTED = 200;
    private static final int LONGEST_NAME = 255;

    private final Tenants tenants;

    Districts(Tenants tenants) {
        this.tenants = tenants;
    }

    /**
     * @param isNew whether the name was not known before
     */
    record Named(TenantId id, String name, boolean isNew) {}

    static boolean isName(String name) {
        return !name.isBlank() && name.strip().length() <= LONGEST_NAME;
    }

    /** The tenant of exactly this name, made when there is none. */
    Named named(String name) {
        String stripped = name.strip();
        return tenants.named(stripped)
                .map(id -> new Named(id, stripped, false))
                .orElseGet(() -> new Named(tenants.found(stripped), stripped, true));
    }

    /** Names to choose from while typing. */
    List<String> suggestions() {
        return tenants.list(0, SUGGESTED).stream().map(Tenant::name).distinct().toList();
    }

    String nameOf(TenantId id) {
        return tenants.nameOf(id).orElse(id.value().toString());
    }
}
