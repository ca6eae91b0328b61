package dev.laurel.support;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.util.Map;
import java.util.UUID;

/** A member of staff whom a test makes for itself. */
public record Colleague(StaffId id, String login, String password) {

    public static final String PASSWORD = "correct horse battery";

    /** Somebody who acts for a district in these roles. */
    public static Colleague of(Staff staff, String name, TenantId district, StaffRole... roles) {
        String login = "staff." + UUID.randomUUID();
        StaffId id = staff.create(login, name, PASSWORD);
        for (StaffRole role : roles) {
            staff.grant(id, role, district);
        }
        return new Colleague(id, login, PASSWORD);
    }

    /** Signs in with a browser of their own; gives the page that this leads to. */
    public Page signsIn(LaurelSettings laurel) {
        return signsIn(laurel, new HttpBrowser());
    }

    public Page signsIn(LaurelSettings laurel, HttpBrowser browser) {
        return signIn(browser, laurel.at("/sign-in"), login, password);
    }

    /** Opens a page of the console as the operator of all tests. */
    public static Page operator(LaurelSettings laurel, HttpBrowser browser, String path) {
        return signIn(browser, laurel.at(path), "admin", TestSurroundings.OPERATOR_PASSWORD);
    }

    /** Opens a page that asks to sign in, and does. */
    public static Page signIn(HttpBrowser browser, URI page, String login, String password) {
        return browser.get(page).submit("form[action$=sign-in]", Map.of("login", login, "password", password));
    }
}
