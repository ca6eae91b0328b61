package dev.laurel.wallet;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.Composition;
import dev.laurel.badge.Compositions;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.StackId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.person.PersonId;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.Mailbox;
import dev.laurel.support.TestLaunches;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Teachers of districts, each with a window of their LMS open, and badges that they have earned. */
final class WalletFixtures {

    private static final String HINGE = "assess-hinge-questions";

    private final ApplicationContext context;

    WalletFixtures(ApplicationContext context) {
        this.context = context;
    }

    /**
     * @param window the address below which the pages of their window lie
     */
    record Teacher(ApplicationContext context, HttpBrowser browser, TenantId tenant, String subject, URI window) {

        HttpBrowser.Page wallet() {
            return browser.get(window + "/wallet");
        }

        LtiUserId account() {
            return new LtiUserId(
                    jdbc().sql("select u.id from lti_user u where u.subject = :subject and u.tenant_id = :tenant")
                            .param("subject", subject)
                            .param("tenant", tenant.value())
                            .query(UUID.class)
                            .single());
        }

        Owner owner() {
            return new Owner(
                    tenant,
                    new PersonId(jdbc().sql("select person_id from person_account where lti_user_id = :account"
                                    + " and tenant_id = :tenant")
                            .param("account", account().value())
                            .param("tenant", tenant.value())
                            .query(UUID.class)
                            .single()));
        }

        /** Has their platform give another address and language. */
        void isKnownBy(@Nullable String address, String language) {
            jdbc().sql("update person set email = :address, language = :language where id = :id")
                    .param("address", address)
                    .param("language", language)
                    .param("id", owner().person().value())
                    .update();
        }

        private JdbcClient jdbc() {
            return context.getBean(JdbcClient.class);
        }

        Award earns(MicroCredential microCredential) {
            return new BadgeFixtures(context)
                    .earn(TestLaunches.learner(tenant).by(account()).launch(), microCredential);
        }

        /** Their badge for a stack, made of one of theirs. @return its credential id */
        String composes(Award part) {
            return context.getBean(Compositions.class)
                    .issue(new Composition(
                            UUID.randomUUID(),
                            tenant,
                            owner().person(),
                            context.getBean(Catalogue.class)
                                    .current(new StackId("cs-3-8-foundations"))
                                    .orElseThrow()
                                    .versionId(),
                            List.of(new Composition.Part(
                                    part.credentialId(), part.addresses().page(), part.name())),
                            Instant.now(),
                            null));
        }

        /** Their badge for a micro-credential. */
        Award earns(String microCredential) {
            BadgeFixtures badges = new BadgeFixtures(context);
            return badges.earn(
                    TestLaunches.learner(tenant).by(account()).launch(), badges.achievement(microCredential));
        }
    }

    /** Somebody new, in a district of their own. */
    Teacher teacher() {
        return teacher("Learner");
    }

    Teacher teacher(String role) {
        TenantId tenant = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        String subject = "t" + UUID.randomUUID();
        HttpBrowser browser = new HttpBrowser();
        URI window = new Windows(context.getBean(LaurelSettings.class), context.getBean(Registrations.class), tenant)
                .open(browser, subject, HINGE, role);
        browser.get(window.toString());
        return new Teacher(context, browser, tenant, subject, window);
    }

    static String address() {
        return "p" + UUID.randomUUID().toString().replace("-", "") + "@example.org";
    }

    /** Keeps the badges of a teacher with an address, in a browser at home, which is given back with its wallet open. */
    HttpBrowser keeps(Teacher teacher, String address) {
        int before = Mailbox.to(address).size();
        teacher.wallet().form("form[action$=/keep]").set("address", address).submit();
        HttpBrowser home = new HttpBrowser();
        HttpBrowser.Page opened = home.get(Mailbox.linkTo("/wallet/open", address, before))
                .form("form[action$=/open]")
                .submit();
        if (!opened.uri().getPath().equals("/wallet")) {
            throw new IllegalStateException("Not opened: " + opened.text());
        }
        return home;
    }
}
