package dev.laurel.person;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Mails go where somebody reads mails: to the address of an account, else to a login that is one. */
@LaurelTest
class StaffMailTests {

    @Autowired
    Staff staff;

    @Autowired
    StaffMail mails;

    private final String unique = UUID.randomUUID().toString();
    private StaffMail.Kind kind;

    @BeforeEach
    void aKindOfMail() {
        kind = mails.kind("/domain-mails/", "badge_mail_reader");
    }

    private StaffAccount account(String login) {
        return staff.account(staff.create(login, "Nora", "correct horse battery"))
                .orElseThrow();
    }

    @Test
    void aLoginThatIsNoAddressReachesNobody() {
        assertThat(kind.reaches(account("nora." + unique))).isFalse();
    }

    @Test
    void theAddressOfAnAccountIsWrittenToWhateverTheLogin() {
        StaffAccount account = account("nora." + unique);
        staff.setAddress(account.id(), "Nora." + unique + "@example.org");
        StaffAccount reached = staff.account(account.id()).orElseThrow();
        assertThat(kind.reaches(reached)).isTrue();
        kind.send(reached, (letter, declining) -> letter.subject("badge.domain-mail.subject.sound", "well.example.org")
                .paragraph("badge.unsubscribe.what")
                .paragraph("badge.domain-mail.why", "Laurel", declining));
        String address = "Nora." + unique + "@example.org";
        assertThat(Mailbox.latest(address, 1).subject()).isEqualTo("All is well again: well.example.org");
        assertThat(Mailbox.latest(address, 1).text())
                .as("in the one language, then in the other")
                .containsSubsequence("because you issue badges", "---", "porque emite insignias");
        assertThat(Mailbox.header(address, "List-Unsubscribe")).isEqualTo("<" + kind.declining(account.id()) + ">");
    }

    @Test
    void anAddressStandsBeforeALoginThatIsOneToo() {
        StaffAccount account = account("old." + unique + "@example.org");
        assertThat(kind.reaches(account)).isTrue();
        staff.setAddress(account.id(), "new." + unique + "@example.org");
        kind.send(
                staff.account(account.id()).orElseThrow(),
                (letter, declining) -> letter.paragraph("badge.unsubscribe"));
        assertThat(Mailbox.latest("new." + unique + "@example.org", 1).text()).isNotBlank();
        assertThat(Mailbox.to("old." + unique + "@example.org")).isEmpty();
    }

    @Test
    void whoDeclinesIsReachedNoMore() {
        StaffAccount account = account("gone." + unique + "@example.org");
        String secret = kind.declining(account.id()).getPath().replaceFirst(".*/", "");
        kind.subscribe(secret, false);
        assertThat(kind.reaches(account)).isFalse();
    }
}
