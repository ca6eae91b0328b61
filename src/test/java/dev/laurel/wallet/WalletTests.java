package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.badge.Award;
import dev.laurel.badge.Badges;
import dev.laurel.badge.EarnedBadges;
import dev.laurel.badge.PublishedEvidence;
import dev.laurel.badge.Showing;
import dev.laurel.person.Persons;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.system.KeyVault;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Post;
import dev.laurel.tenant.Tenants;
import dev.laurel.wallet.WalletFixtures.Teacher;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.transaction.support.TransactionTemplate;

/** A teacher's badges in the window of an LMS and in the wallet outside, with mail by SMTP. */
@LaurelTest
class WalletTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final String MAPPING = "lit-hfw-mapping";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Tickets tickets;

    @Autowired
    Wallets wallets;

    private WalletFixtures fixtures;

    @BeforeEach
    void fixtures() {
        fixtures = new WalletFixtures(context);
    }

    private Page at(HttpBrowser browser, String path) {
        return browser.get(settings.at(path));
    }

    // ---- in the window

    @Test
    void theModulePageLeadsToAllBadgesWithTheirStates() {
        Teacher teacher = fixtures.teacher();
        Award valid = teacher.earns(HINGE);
        Award revoked = teacher.earns(MAPPING);
        context.getBean(Badges.class).revoke(teacher.tenant(), revoked.credentialId(), "Filmed elsewhere");
        Page wallet = teacher.browser().get(teacher.window().toString()).click(".tabs a[href$=/wallet]");
        assertThat(wallet.select(".badges .card")).hasSize(2);
        assertThat(wallet.select(".badges .card:contains(" + valid.name() + ") .status")
                        .text())
                .isEqualTo("Valid");
        assertThat(wallet.select(".badges .card:contains(" + revoked.name() + ") .status")
                        .text())
                .isEqualTo("Revoked");
        assertThat(wallet.select(".badges .card:contains(" + revoked.name() + ") input"))
                .as("what is revoked goes into no record")
                .isEmpty();
        Page page = wallet.click(".card:contains(" + revoked.name() + ") a.held");
        assertThat(page.select("form[action$=/evidence]")).isEmpty();
        assertThat(page.select("a[href*=certificate.pdf]")).isEmpty();
        assertThat(teacher.browser()
                        .get(teacher.window() + "/wallet/badges/" + revoked.credentialId() + "/certificate.pdf")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aTeacherChoosesWhatOthersSeeAndTakesItBack() {
        Teacher teacher = fixtures.teacher();
        Award award = teacher.earns(HINGE);
        String publicPage = "/credentials/" + award.credentialId();
        Page badge = teacher.wallet().click("a.held");
        assertThat(badge.select("input[name=named]").hasAttr("checked")).isFalse();
        Page named = badge.form("form[action$=/showing]").set("named", "true").submit();
        assertThat(named.select("[role=status]").text()).startsWith("Saved");
        assertThat(at(new HttpBrowser(), publicPage).text()).contains("Earned by Name of " + teacher.subject());
        Page closed = named.form("form[action$=/showing]").remove("open").submit();
        assertThat(at(new HttpBrowser(), publicPage).status()).isEqualTo(404);
        assertThat(closed.select("#share")).isEmpty();
        assertThat(closed.text()).contains("Nobody but you can open this badge’s page");
        assertThat(teacher.wallet().select(".badges .card").text()).contains("Only you can see it");
        Page module = teacher.browser().get(teacher.window().toString());
        assertThat(module.select("#share")).isEmpty();
        assertThat(module.select("#badge").text())
                .contains("It is valid. Its public page is closed")
                .doesNotContain("anyone can check it");
        assertThat(teacher.wallet().select("main a[href$=/counts]")).hasSize(1);
        String picture = module.select("img.badge").attr("src");
        assertThat(teacher.browser().get(module.uri().resolve(picture)).status())
                .as(picture)
                .isEqualTo(200);
        Page again = closed.form("form[action$=/showing]")
                .set("open", "true")
                .remove("named")
                .submit();
        assertThat(again.select("#share").attr("value"))
                .isEqualTo(settings.at(publicPage).toString());
        assertThat(at(new HttpBrowser(), publicPage).text()).doesNotContain(teacher.subject());
    }

    @Test
    void evidenceIsPublishedOnlyAsTheTeacherWroteItAndNothingTypedIsLost() {
        Teacher teacher = fixtures.teacher();
        Award award = teacher.earns(HINGE);
        Page badge = teacher.wallet().click("a.held");
        Page refused = badge.form("form[action$=/evidence]")
                .set("narrative", "What I did, in <b>bold</b>")
                .set("link", "http://example.org/unsafe")
                .submit();
        assertThat(refused.select("[role=alert]").text()).contains("begin with https://");
        assertThat(refused.select("#narrative").text()).isEqualTo("What I did, in <b>bold</b>");
        assertThat(refused.select("#link").attr("value")).isEqualTo("http://example.org/unsafe");
        Page published = refused.form("form[action$=/evidence]")
                .set("link", "https://example.org/lesson")
                .set("linkName", "My lesson plan")
                .submit();
        assertThat(published.select("[role=status]").text()).startsWith("Published");
        Page open = at(new HttpBrowser(), "/credentials/" + award.credentialId());
        assertThat(open.select(".words").text()).isEqualTo("What I did, in <b>bold</b>");
        assertThat(open.select("a[href='https://example.org/lesson']").text()).isEqualTo("My lesson plan");
        Page withdrawn = published.form("form[action$=/withdrawal]").submit();
        assertThat(withdrawn.select("[role=status]").text()).startsWith("Withdrawn");
        assertThat(at(new HttpBrowser(), "/credentials/" + award.credentialId()).text())
                .doesNotContain("What I did");
    }

    @Test
    void whatIsSharedElsewhereIsFilledInAndEscaped() {
        Teacher teacher = fixtures.teacher();
        Award award = teacher.earns(HINGE);
        Page badge = teacher.wallet().click("a.held");
        String linkedIn =
                badge.select("a[href^='https://www.linkedin.com/profile/add?']").attr("href");
        Map<String, String> query = Arrays.stream(
                        URI.create(linkedIn).getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        assertThat(query)
                .containsEntry("startTask", "CERTIFICATION_NAME")
                .containsEntry("name", award.name())
                .containsEntry("certId", award.credentialId())
                .containsEntry("certUrl", award.addresses().page().toString())
                .containsEntry(
                        "issueYear",
                        String.valueOf(award.issuedAt().atOffset(ZoneOffset.UTC).getYear()))
                .containsKeys("organizationName", "issueMonth");
        String snippet = badge.select("#embed").attr("value");
        assertThat(snippet).startsWith("<a href=\"" + award.addresses().page() + "\"><img src=\"");
        assertThat(snippet).doesNotContain("script", "style");
        Element image = Jsoup.parse(snippet).selectFirst("a > img");
        assertThat(image.attr("alt")).contains(award.name());
        assertThat(new HttpBrowser().get(URI.create(image.attr("src"))).status())
                .isEqualTo(200);
        for (String form : badge.select("#files li a").eachAttr("href")) {
            Page file = teacher.browser().get(settings.at(form));
            assertThat(file.status()).as(form).isEqualTo(200);
            assertThat(file.header("Content-Disposition").orElseThrow()).startsWith("attachment");
        }
    }

    // ---- the way out

    @Test
    void aWalletIsOpenedByNothingButAGoodLink() {
        assertThat(at(new HttpBrowser(), "/wallet/accounts").uri().getPath()).isEqualTo("/wallet");
        assertThat(at(new HttpBrowser(), "/wallet/record.json").uri().getPath()).isEqualTo("/wallet");
        assertThat(at(new HttpBrowser(), "/wallet/open?t=made-up").status()).isEqualTo(410);
        HttpBrowser forged = new HttpBrowser().setCookie(settings.at("/wallet"), "laurel-wallet=made-up; Path=/");
        assertThat(at(forged, "/wallet").select("form[action$=/sign-in]")).hasSize(1);
        assertThat(new HttpBrowser()
                        .post(settings.at("/wallet/open"), Map.of("t", "made-up"))
                        .status())
                .as("a form of another site")
                .isEqualTo(403);
        Page blank = at(new HttpBrowser(), "/wallet")
                .form("form[action$=/sign-in]")
                .set("address", "not an address")
                .submit();
        assertThat(blank.status()).isEqualTo(400);
        assertThat(blank.select("#address").attr("value")).isEqualTo("not an address");
    }

    @Test
    void whetherAnAddressOpensAWalletOnlyItsMailTells() {
        String unknown = WalletFixtures.address();
        Page answer = at(new HttpBrowser(), "/wallet")
                .form("form[action$=/sign-in]")
                .set("address", unknown)
                .submit();
        assertThat(answer.select("[role=status]").text()).startsWith("If a wallet opens by this address");
        Teacher teacher = fixtures.teacher();
        String known = WalletFixtures.address();
        fixtures.keeps(teacher, known);
        Page same = at(new HttpBrowser(), "/wallet")
                .form("form[action$=/sign-in]")
                .set("address", known.toUpperCase(Locale.ROOT))
                .submit();
        assertThat(same.text()).isEqualTo(answer.text());
        assertThat(Mailbox.latest(known, 2).subject()).isEqualTo("Open your wallet of badges");
        assertThat(Mailbox.to(unknown)).isEmpty();
    }

    @Test
    void badgesStayWithTheirOwnerWhenTheAccountIsGone() {
        Teacher teacher = fixtures.teacher();
        Award award = teacher.earns(HINGE);
        String address = WalletFixtures.address();
        Page sent = teacher.wallet()
                .form("form[action$=/keep]")
                .set("address", address)
                .submit();
        assertThat(sent.select("[role=status]").text()).startsWith("A mail is under way");
        Mailbox.Mail mail = Mailbox.latest(address, 1);
        assertThat(mail.from()).isEqualTo("no-reply@localhost");
        assertThat(mail.subject()).isEqualTo("Keep your badges");
        assertThat(mail.text()).contains("Name of " + teacher.subject(), "District ", "24 hours");
        assertThat(jdbc.sql("select count(*) from wallet_ticket where token_hash = :token")
                        .param("token", mail.link().getQuery().substring(2))
                        .query(Integer.class)
                        .single())
                .as("the database holds no link that opens anything")
                .isZero();

        HttpBrowser home = new HttpBrowser();
        Page asked = home.get(mail.link());
        home.get(mail.link()); // as a program that looks at mails does
        assertThat(asked.text()).contains("Name of " + teacher.subject(), address);
        Page wallet = asked.form("form[action$=/open]").submit();
        assertThat(wallet.select("[role=status]").text()).startsWith("Done.");
        assertThat(wallet.select(".badges .card").text()).contains(award.name());
        assertThat(home.get(mail.link()).status()).as("good once").isEqualTo(410);
        assertThat(new HttpBrowser().get(mail.link()).text()).contains("no longer good");

        Page kept = teacher.wallet();
        assertThat(kept.text())
                .contains("kept in the wallet of p•••@example.org")
                .doesNotContain(address);
        assertThat(kept.select("form[action$=/keep]")).isEmpty();

        Page out = wallet.form("form[action$=/sign-out]").submit();
        assertThat(out.text()).contains("You are signed out");
        assertThat(at(home, "/wallet/badges/" + award.credentialId()).uri().getPath())
                .isEqualTo("/wallet");
        out.form("form[action$=/sign-in]").set("address", address).submit();
        Page back = home.get(Mailbox.latest(address, 2).link())
                .form("form[action$=/open]")
                .submit();
        Page badge = back.click("a.held");
        Page published = badge.form("form[action$=/evidence]")
                .set("narrative", "From home")
                .submit();
        assertThat(published.select("[role=status]").text()).startsWith("Published");
        assertThat(at(new HttpBrowser(), "/credentials/" + award.credentialId()).text())
                .contains("From home");
        Page record = at(home, "/wallet/record.json");
        assertThat(record.header("Content-Disposition").orElseThrow()).contains("learner-record.json");
        Page verified = at(new HttpBrowser(), "/verify")
                .submit("form[action$=/verify]", Map.of("text", record.body(), "recipient", address));
        assertThat(verified.select("h2").first().text()).isEqualTo("This badge is genuine and in force");
        assertThat(verified.text()).contains("It is for the e-mail address that you typed.");
    }

    @Test
    void anotherWalletShowsNoneOfThem() {
        Teacher teacher = fixtures.teacher();
        String id = teacher.earns(HINGE).credentialId();
        fixtures.keeps(teacher, WalletFixtures.address());
        HttpBrowser other = fixtures.keeps(fixtures.teacher(), WalletFixtures.address());
        for (String path : List.of("", "/files/json", "/certificate.pdf")) {
            assertThat(at(other, "/wallet/badges/" + id + path).status())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void linksRunOutAndNotMoreThanAFewAreSent() {
        String address = WalletFixtures.address();
        Teacher teacher = fixtures.teacher();
        teacher.wallet().form("form[action$=/keep]").set("address", address).submit();
        URI link = Mailbox.latest(address, 1).link();
        jdbc.sql("update wallet_ticket set expires_at = :past where address_key = :key")
                .param("past", Timestamp.from(Instant.now().minus(Duration.ofMinutes(1))))
                .param("key", address)
                .update();
        assertThat(new HttpBrowser().get(link).status()).isEqualTo(410);
        assertThat(wallets.openedBy(new Address(address))).isEmpty();
        for (int i = 1; i < Tickets.FOR_ADDRESS; i++) {
            teacher.wallet().form("form[action$=/keep]").set("address", address).submit();
        }
        Page refused = teacher.wallet()
                .form("form[action$=/keep]")
                .set("address", address)
                .submit();
        assertThat(refused.select("[role=alert]").text()).contains("no more are sent for now");
        await().until(() -> Mailbox.to(address).size() == Tickets.FOR_ADDRESS);
        assertThat(at(new HttpBrowser(), "/wallet")
                        .form("form[action$=/sign-in]")
                        .set("address", address)
                        .submit()
                        .status())
                .isEqualTo(429);
    }

    // ---- several accounts

    @Test
    void accountsComeTogetherByAVerifiedAddressAndNeverByAName() {
        Teacher first = fixtures.teacher();
        Teacher second = fixtures.teacher();
        Award one = first.earns(HINGE);
        Award two = second.earns(HINGE);
        String address = WalletFixtures.address();
        HttpBrowser home = fixtures.keeps(first, address);
        assertThat(at(home, "/wallet").select(".badges .card")).hasSize(1);
        fixtures.keeps(second, address);
        Page wallet = at(home, "/wallet");
        assertThat(wallet.select("a.held").eachAttr("href"))
                .containsExactlyInAnyOrder(
                        "/wallet/badges/" + one.credentialId(), "/wallet/badges/" + two.credentialId());
        assertThat(first.wallet().select(".badges .card"))
                .as("a window shows its own account")
                .hasSize(1);
        Page accounts = at(home, "/wallet/accounts");
        assertThat(accounts.text()).contains("Name of " + first.subject(), "Name of " + second.subject());
        Page unlinked = accounts.form("li:contains(" + second.subject() + ") form[action$=/unlink]")
                .submit();
        assertThat(unlinked.select("[role=status]").text()).contains("no longer in this wallet");
        assertThat(at(home, "/wallet").select(".badges .card")).hasSize(1);
        assertThat(at(home, "/wallet/badges/" + two.credentialId()).status()).isEqualTo(404);
        assertThat(second.wallet().select(".badges .card")).hasSize(1);
        Page left = first.wallet().form("form[action$=/leave]").submit();
        assertThat(left.select("[role=status]").text()).contains("no longer in the wallet");
        assertThat(at(home, "/wallet").text()).contains("No badge lies in this wallet yet");
    }

    @Test
    void anAccountJoinsByACodeTypedWhereItIsSignedIn() {
        HttpBrowser home = fixtures.keeps(fixtures.teacher(), WalletFixtures.address());
        Teacher other = fixtures.teacher();
        Award award = other.earns(HINGE);
        Page wrong = other.wallet()
                .form("form[action$=/code]")
                .set("code", "AAAA-BBBB-CCCC")
                .submit();
        assertThat(wrong.select("[role=alert]").text()).contains("not good");
        String code = at(home, "/wallet/accounts")
                .form("form[action$=/accounts/code]")
                .submit()
                .select("strong.number")
                .text();
        assertThat(code).matches("[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}");
        Page confirm = other.wallet()
                .form("form[action$=/code]")
                .set("code", code.toLowerCase(Locale.ROOT))
                .submit();
        assertThat(confirm.text()).contains("from the wallet of p•••@example.org");
        assertThat(at(home, "/wallet").select(".badges .card"))
                .as("nothing happens before it is confirmed")
                .isEmpty();
        Page joined = confirm.form("form[action$=/code/join]").submit();
        assertThat(joined.select("[role=status]").text()).contains("now lie in that wallet");
        assertThat(at(home, "/wallet").select("a.held").eachAttr("href"))
                .containsExactly("/wallet/badges/" + award.credentialId());
        Teacher third = fixtures.teacher();
        assertThat(third.wallet()
                        .form("form[action$=/code]")
                        .set("code", code)
                        .submit()
                        .select("[role=alert]")
                        .text())
                .as("good once")
                .contains("not good");
    }

    @Test
    void anAccountInAWalletIsNotTakenByAnother() {
        Teacher teacher = fixtures.teacher();
        String mine = WalletFixtures.address();
        String theirs = WalletFixtures.address();
        teacher.wallet().form("form[action$=/keep]").set("address", theirs).submit();
        URI late = Mailbox.latest(theirs, 1).link();
        fixtures.keeps(teacher, mine);
        Page refused = new HttpBrowser().get(late);
        assertThat(refused.status()).isEqualTo(410);
        assertThat(refused.text()).contains("lies in another wallet by now");
        assertThat(wallets.holding(teacher.owner())
                        .flatMap(wallet -> wallets.addresses(wallet).stream().findFirst()))
                .contains(new Address(mine));
    }

    @Test
    void anAddressIsAddedOnlyInTheBrowserThatAskedAndJoinsWalletsOfOneOwner() {
        Teacher first = fixtures.teacher();
        Teacher second = fixtures.teacher();
        first.earns(HINGE);
        second.earns(MAPPING);
        String one = WalletFixtures.address();
        String two = WalletFixtures.address();
        HttpBrowser home = fixtures.keeps(first, one);
        HttpBrowser otherHome = fixtures.keeps(second, two);
        at(home, "/wallet/accounts")
                .form("form[action$=/accounts/addresses]")
                .set("address", two)
                .submit();
        URI link = Mailbox.latest(two, 2).link();
        Page elsewhere = otherHome.get(link);
        assertThat(elsewhere.status()).isEqualTo(410);
        assertThat(elsewhere.text()).contains("in the browser in which your wallet is open");
        Page added = home.get(link).form("form[action$=/open]").submit();
        assertThat(added.select("[role=status]").text()).contains("The address is verified");
        assertThat(added.text()).contains(one, two);
        assertThat(at(home, "/wallet").select(".badges .card")).hasSize(2);
        assertThat(at(otherHome, "/wallet").select("form[action$=/sign-in]"))
                .as("the wallet that went into the other is closed")
                .hasSize(1);
        Page removed = added.form("li:contains(" + one + ") form").submit();
        assertThat(removed.select("[role=status]").text()).contains("no longer opens");
        assertThat(removed.select("form[action$=/removal]"))
                .as("the last one stays")
                .isEmpty();
        assertThat(wallets.openedBy(new Address(one))).isEmpty();
        assertThat(wallets.openedBy(new Address(two))).isPresent();
    }

    @Test
    void signingOutEverywhereClosesTheWalletInEveryBrowser() {
        Teacher teacher = fixtures.teacher();
        String address = WalletFixtures.address();
        HttpBrowser home = fixtures.keeps(teacher, address);
        HttpBrowser phone = new HttpBrowser();
        at(phone, "/wallet")
                .form("form[action$=/sign-in]")
                .set("address", address)
                .submit();
        phone.get(Mailbox.latest(address, 2).link()).form("form[action$=/open]").submit();
        assertThat(at(phone, "/wallet").select("form[action$=/sign-out]")).hasSize(1);
        at(home, "/wallet").form("form[action$=/sign-out]").submitWith("button[name=everywhere]");
        assertThat(at(phone, "/wallet").select("form[action$=/sign-in]")).hasSize(1);
    }

    @Test
    void everythingInAWalletIsTakenAwayOrDeletedAtItsOwnersWish() {
        Teacher teacher = fixtures.teacher();
        Award award = teacher.earns("assess-hinge-questions");
        String address = WalletFixtures.address();
        HttpBrowser home = fixtures.keeps(teacher, address);
        String copy = home.get(settings.at("/wallet/copy.json")).body();
        assertThat(copy).contains(address, award.addresses().page().toString());

        Page accounts = home.get(settings.at("/wallet/accounts"));
        Page unsure = accounts.form("form[action$=/deletion]").submit();
        assertThat(unsure.select("[role=alert]").text()).contains("Tick the box first");
        Page deleted =
                unsure.form("form[action$=/deletion]").set("sure", "true").submit();
        assertThat(deleted.select("[role=status]").text()).contains("The wallet is deleted");
        assertThat(home.get(settings.at("/wallet/accounts")).uri().getPath()).isEqualTo("/wallet");
        assertThat(jdbc.sql("select count(*) from wallet_address where address_key = :key")
                        .param("key", address)
                        .query(Integer.class)
                        .single())
                .isZero();
        // The badge stays with the account, which can be kept anew.
        assertThat(teacher.wallet().text()).contains(award.name());
        fixtures.keeps(teacher, WalletFixtures.address());
    }

    @Test
    void whoHadThemselvesDeletedIsInNoWalletAndOnNoBadge() {
        Teacher teacher = fixtures.teacher();
        Award award = teacher.earns("assess-hinge-questions");
        HttpBrowser home = fixtures.keeps(teacher, WalletFixtures.address());
        EarnedBadges badges = context.getBean(EarnedBadges.class);
        badges.show(teacher.tenant(), award.credentialId(), new Showing(true, "Lee Learner"));
        badges.publish(teacher.tenant(), award.credentialId(), PublishedEvidence.typed("My exit cards", "", ""));
        assertThat(new HttpBrowser().get(award.addresses().page()).text()).contains("Lee Learner", "My exit cards");
        Owner owner = teacher.owner();
        context.getBean(TransactionTemplate.class)
                .executeWithoutResult(status -> context.getBean(Persons.class).forget(owner.tenant(), owner.person()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> context.getBean(Wallets.class).holding(owner).isEmpty()
                        && badges.find(teacher.tenant(), award.credentialId())
                                        .orElseThrow()
                                        .published()
                                == null);
        assertThat(home.get(settings.at("/wallet/badges/" + award.credentialId()))
                        .status())
                .isEqualTo(404);
        HttpBrowser.Page page = new HttpBrowser().get(award.addresses().page());
        assertThat(page.status()).isEqualTo(410);
        assertThat(page.text()).doesNotContain("Lee Learner", "My exit cards");
    }

    @Test
    void withoutAMailServerNothingIsPromisedThatNeedsAMail() {
        Teacher teacher = fixtures.teacher();
        WalletId wallet = context.getBean(Wallets.class).of(new Address(WalletFixtures.address()));
        Mails none = new Mails(
                jdbc,
                context.getBean(KeyVault.class),
                context,
                new Post(new StaticListableBeanFactory().getBeanProvider(JavaMailSender.class), settings, ""),
                Clock.systemUTC());
        Doors doors = new Doors(
                wallets,
                tickets,
                none,
                context.getBean(WalletSessions.class),
                context.getBean(Holdings.class),
                context.getBean(Imports.class),
                context.getBean(Carrying.class),
                context.getBean(Unions.class),
                context.getBean(Tenants.class),
                context,
                settings);
        String address = WalletFixtures.address();
        assertThat(doors.keep(teacher.owner(), address, Locale.ENGLISH)).isEqualTo(Doors.Asked.NO_MAIL);
        assertThat(doors.signIn(address, "origin", Locale.ENGLISH)).isEqualTo(Doors.Asked.NO_MAIL);
        assertThat(doors.addAddress(wallet, address, "origin", Locale.ENGLISH)).isEqualTo(Doors.Asked.NO_MAIL);
        assertThat(jdbc.sql("select count(*) from wallet_ticket where address_key = :key")
                        .param("key", address)
                        .query(Integer.class)
                        .single())
                .isZero();
        // What needs no mail goes on: a code from an open wallet brings an account in.
        assertThat(doors.join(teacher.owner(), doors.code(wallet).orElseThrow()))
                .isTrue();
    }
}
