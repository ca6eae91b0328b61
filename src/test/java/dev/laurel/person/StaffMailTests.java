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
        kind.send(reached, "A subject", "A text");
        assertThat(Mailbox.latest("Nora." + unique + "@example.org", 1).subject())
                .isEqualTo("A subject");
    }

    @Test
    void anAddressStandsBeforeALoginThatIsOneToo() {
        StaffAccount account = account("old." + unique + "@example.org");
        assertThat(kind.reaches(account)).isTrue();
        staff.setAddress(account.id(), "new." + unique + "@example.org");
        kind.send(staff.account(account.id()).orElseThrow(), "A subject", "A text");
        assertThat(Mailbox.latest("new." + unique + "@example.org", 1).text()).contains("A text");
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
