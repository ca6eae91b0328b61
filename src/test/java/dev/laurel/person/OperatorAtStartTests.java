package dev.laurel.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestSurroundings;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;

@LaurelTest
@ExtendWith(OutputCaptureExtension.class)
class OperatorAtStartTests {

    @Autowired
    Staff staff;

    @Autowired
    PasswordEncoder passwords;

    @Autowired
    JdbcClient jdbc;

    private void start(@Nullable String password) {
        new OperatorAtStart(staff, passwords, new StaffSettings(password)).afterSingletonsInstantiated();
    }

    /** Other tests sign in as the operator too. */
    @AfterEach
    void bringTheOperatorBack() {
        start(TestSurroundings.OPERATOR_PASSWORD);
    }

    private boolean opens(String password) {
        return passwords.matches(
                password, staff.forSigningIn("admin").orElseThrow().getPassword());
    }

    @Test
    void makesAPasswordAtFirstStartAndPrintsItOnce(CapturedOutput output) {
        // What other tests did as the operator stays that account's.
        jdbc.sql("update staff_account set login = ? where login = 'admin'")
                .param("earlier-" + UUID.randomUUID())
                .update();
        start(null);
        Matcher printed = Pattern.compile("with the password (\\S+)").matcher(output.getOut());
        assertThat(printed.find()).isTrue();
        assertThat(opens(printed.group(1))).isTrue();
        assertThat(staff.rights(staff.withLogin("admin").orElseThrow())
                        .orElseThrow()
                        .operator())
                .isTrue();
        int length = output.getOut().length();
        start(null);
        assertThat(output.getOut().substring(length)).doesNotContain("password");
    }

    @Test
    void followsTheSettingAndNeverPrintsIt(CapturedOutput output) {
        start("a password of my own");
        assertThat(opens("a password of my own")).isTrue();
        assertThat(opens(TestSurroundings.OPERATOR_PASSWORD)).isFalse();
        assertThat(output.getAll()).doesNotContain("a password of my own");
    }

    @Test
    void warnsOfAShortPasswordAndTakesIt(CapturedOutput output) {
        start("short");
        assertThat(opens("short")).isTrue();
        assertThat(output.getAll()).contains("LAUREL_ADMIN_PASSWORD is shorter than 12 characters");
    }

    @Test
    void doesNotStartWithAPasswordThatWouldBeCutOff() {
        assertThatThrownBy(() -> start("ñ".repeat(37))).hasMessageContaining("longer than 72 bytes");
        assertThat(opens(TestSurroundings.OPERATOR_PASSWORD)).isTrue();
    }
}
