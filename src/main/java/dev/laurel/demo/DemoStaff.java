package dev.laurel.demo;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Two assessors of the demonstration district, the lead who settles what they disagree on, and the officer who decides claims, made once. Their
 * password is in the README: never switch the demo on in earnest.
 */
@Component
@ConditionalOnBooleanProperty("laurel.demo")
class DemoStaff {

    private static final Logger log = LoggerFactory.getLogger(DemoStaff.class);
    private static final String PASSWORD = "demo-assessor";

    private final Tenants tenants;
    private final Staff staff;

    DemoStaff(Tenants tenants, Staff staff) {
        this.tenants = tenants;
        this.staff = staff;
    }

    @EventListener(ApplicationStartedEvent.class)
    @Transactional
    public void appoint() {
        TenantId district = tenants.demonstration();
        appoint("luis", "Luis Gómez", district);
        appoint("mei", "Mei Tanaka", district);
        appoint("ruth", "Ruth Adeyemi", district);
        staff.withLogin("ruth").ifPresent(lead -> {
            staff.grant(lead, StaffRole.LEAD_ASSESSOR, district);
            staff.grant(lead, StaffRole.CONTENT_REVIEWER, district);
            staff.grant(lead, StaffRole.ISSUER_OFFICER, district);
        });
        staff.withLogin("mei").ifPresent(author -> staff.grant(author, StaffRole.AUTHOR, district));
        if (staff.withLogin("nora").isEmpty()) {
            staff.grant(staff.create("nora", "Nora Whitfield", PASSWORD), StaffRole.RECOGNITION_OFFICER, district);
        }
    }

    private void appoint(String login, String name, TenantId district) {
        if (staff.withLogin(login).isEmpty()) {
            StaffId account = staff.create(login, name, PASSWORD);
            staff.grant(account, StaffRole.ASSESSOR, district);
            log.info("Demonstration: the assessor {} signs in at /sign-in with the password {}", login, PASSWORD);
        }
    }
}
