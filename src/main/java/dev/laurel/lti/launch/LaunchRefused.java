package dev.laurel.lti.launch;

import dev.laurel.lti.Deployment;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Roles;
import dev.laurel.system.Refusal;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A login or launch that is not let in. The person is told the cause in plain words; the log line names the check. */
final class LaunchRefused extends Refusal {

    /** What the page says; the key of its message is {@code lti.refused.<name in lower case, with hyphens>}. */
    enum Cause {
        /** The login lacks what every platform must send, or says it twice. */
        INCOMPLETE_LOGIN(HttpStatus.BAD_REQUEST),
        /** The launch address was opened by itself: a bookmark, a reload, or a message that came in an address. */
        OPENED_DIRECTLY(HttpStatus.BAD_REQUEST),
        /** Nobody registered this issuer and client id here. */
        UNKNOWN_PLATFORM(HttpStatus.FORBIDDEN),
        /** The login wants to go to an address that is not ours. */
        FOREIGN_TARGET(HttpStatus.BAD_REQUEST),
        /** The message cannot be read, or lacks something the standard demands. */
        MALFORMED(HttpStatus.BAD_REQUEST),
        /** The login behind this message was too long ago, or the message is too old. */
        EXPIRED(HttpStatus.FORBIDDEN),
        /** Seen before: reloaded, gone back to, or stolen. */
        REPLAYED(HttpStatus.FORBIDDEN),
        /** No cookie ties the login to this browser. */
        COOKIES_BLOCKED(HttpStatus.FORBIDDEN),
        /** The message answers another login, or comes from another platform than the one that was asked. */
        MIXED_UP(HttpStatus.FORBIDDEN),
        /** Not signed by the platform. */
        NOT_GENUINE(HttpStatus.FORBIDDEN),
        /** The platform's keys cannot be fetched just now. */
        KEYS_OUT_OF_REACH(HttpStatus.FAILED_DEPENDENCY),
        /** A kind of message this tool does not answer. */
        UNKNOWN_MESSAGE(HttpStatus.BAD_REQUEST),
        /** Opened from a place of the platform that is no link in a course. */
        NO_LINK(HttpStatus.BAD_REQUEST),
        /** The platform does not say who launches. */
        NOBODY(HttpStatus.FORBIDDEN),
        /** About somebody else's work or data, and whoever launches has no role for that. */
        NOT_YOURS(HttpStatus.FORBIDDEN),
        /** Would add content to a course without leading it. */
        MAY_NOT_ADD(HttpStatus.FORBIDDEN),
        /** Installed in a place that nobody has approved yet. */
        NOT_ACTIVATED(HttpStatus.FORBIDDEN),
        /** The same, and the person may be the one who can bring it about. */
        NOT_ACTIVATED_ADMINISTRATOR(HttpStatus.FORBIDDEN),
        /** Installed in a place that was blocked. */
        BLOCKED(HttpStatus.FORBIDDEN),
        /** The platform does not know the person any more. */
        SIGNED_OUT(HttpStatus.FORBIDDEN),
        /** The platform lets each link be opened once, for a few minutes. */
        LINK_USED(HttpStatus.FORBIDDEN),
        /** The platform refused for a reason of its own. */
        PLATFORM_REFUSED(HttpStatus.FORBIDDEN);

        private final HttpStatus status;

        Cause(HttpStatus status) {
            this.status = status;
        }

        String key() {
            return "lti.refused." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Cause cause;
    private final transient @Nullable URI wayBack;

    LaunchRefused(Cause cause, String logMessage) {
        this(cause, null, logMessage);
    }

    private LaunchRefused(Cause cause, @Nullable URI wayBack, String logMessage, Object... arguments) {
        super(cause.status, cause.key(), Printable.of(logMessage), arguments);
        this.cause = cause;
        this.wayBack = wayBack;
    }

    /**
     * The same with where the platform wants people to be sent back to.
     *
     * @param address a web address from a token that was verified; nobody else's word is taken for it
     */
    LaunchRefused withWayBack(@Nullable URI address) {
        LaunchRefused same = new LaunchRefused(cause, address, String.valueOf(getMessage()), arguments());
        same.setStackTrace(getStackTrace());
        return same;
    }

    /** Where the platform wants people to be sent back to; null where it said nothing that can be believed. */
    @Nullable
    URI wayBack() {
        return wayBack;
    }

    /** A deployment that waits; who runs the platform is told what it is called, others whom to ask. */
    static LaunchRefused notActivated(Deployment deployment, Registration registration, Roles roles) {
        return new LaunchRefused(
                roles.isPlatformAdministrator() ? Cause.NOT_ACTIVATED_ADMINISTRATOR : Cause.NOT_ACTIVATED,
                null,
                "Deployment " + deployment.deploymentId() + " of " + registration.issuer() + ", client id "
                        + registration.clientId() + ", waits for approval",
                Printable.of(deployment.deploymentId()),
                Printable.of(registration.clientId()));
    }

    Cause reason() {
        return cause;
    }
}
