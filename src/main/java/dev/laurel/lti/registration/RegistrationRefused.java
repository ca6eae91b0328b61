package dev.laurel.lti.registration;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** A registration that was not made; nothing is stored of it. Says to an administrator whose turn it is. */
final class RegistrationRefused extends Refusal {

    private final boolean mayPass;

    private RegistrationRefused(HttpStatus status, String key, String logMessage, Object... arguments) {
        this(false, status, key, logMessage, arguments);
    }

    private RegistrationRefused(
            boolean mayPass, HttpStatus status, String key, String logMessage, Object... arguments) {
        super(status, "lti.registration." + key, logMessage, arguments);
        this.mayPass = mayPass;
    }

    /** Whether the same address may work a moment later, since the platform only failed. */
    boolean mayPass() {
        return mayPass;
    }

    static RegistrationRefused noConfiguration() {
        return new RegistrationRefused(
                HttpStatus.BAD_REQUEST, "no-configuration", "registration without openid_configuration");
    }

    static RegistrationRefused byInvitationOnly() {
        return new RegistrationRefused(
                HttpStatus.FORBIDDEN, "by-invitation", "registration without a valid invitation");
    }

    static RegistrationRefused addressNotCalled(String host) {
        return new RegistrationRefused(
                HttpStatus.BAD_REQUEST, "address", "registration names an address that is not called, host " + host);
    }

    static RegistrationRefused noAnswer(String host, String why) {
        return new RegistrationRefused(
                true, HttpStatus.BAD_REQUEST, "no-answer", "no usable answer from " + host + ": " + why, host);
    }

    static RegistrationRefused incomplete(String host, String what) {
        return new RegistrationRefused(
                HttpStatus.BAD_REQUEST, "incomplete", "configuration of " + host + " lacks " + what, host, what);
    }

    static RegistrationRefused otherIssuer(String configurationOrigin, String issuer) {
        return new RegistrationRefused(
                HttpStatus.BAD_REQUEST,
                "other-issuer",
                "configuration at " + configurationOrigin + " speaks for issuer " + issuer,
                configurationOrigin,
                issuer);
    }

    /**
     * @param words what the platform gave as its reason, already cut down to what may be shown; may be empty
     */
    static RegistrationRefused byPlatform(String host, int status, String words) {
        return new RegistrationRefused(
                status >= 500 || status == HttpStatus.TOO_MANY_REQUESTS.value(),
                HttpStatus.BAD_REQUEST,
                words.isEmpty() ? "by-platform" : "by-platform-because",
                "registration endpoint on " + host + " answered " + status + " " + words,
                host,
                String.valueOf(status),
                words);
    }

    static RegistrationRefused otherTenant(String issuer) {
        return new RegistrationRefused(
                HttpStatus.CONFLICT, "other-tenant", "registration at " + issuer + " belongs to another tenant");
    }

    static RegistrationRefused switchedOff(String issuer) {
        return new RegistrationRefused(
                HttpStatus.CONFLICT, "switched-off", "registration at " + issuer + " is switched off");
    }
}
