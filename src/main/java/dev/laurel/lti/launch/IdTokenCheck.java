package dev.laurel.lti.launch;

import dev.laurel.lti.ForUser;
import dev.laurel.lti.MessageType;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Roles;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import dev.laurel.system.WebOrigin;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an id_token must satisfy besides its signature, in the order it is looked at. Each refuses with its own words. */
enum IdTokenCheck {

    /** {@code iss} is the registration's, to the letter (Security Framework 1.0, section 5.1.3, step 2). */
    ISSUER {
        @Override
        void check(Claims claims, Expected expected) {
            String issuer = claims.required("iss");
            if (!issuer.equals(expected.registration().issuer())) {
                throw refused(
                        Cause.MIXED_UP,
                        issuer + " answers a login of "
                                + expected.registration().issuer());
            }
        }
    },

    /** {@code aud} is our client id and nobody else, whom we would have to trust (5.1.3, step 3). */
    AUDIENCE {
        @Override
        void check(Claims claims, Expected expected) {
            List<String> audience = claims.oneOrMore("aud");
            if (audience.isEmpty()
                    || !audience.stream().allMatch(expected.registration().clientId()::equals)) {
                throw refused(Cause.MIXED_UP, "not for us alone but for " + audience);
            }
        }
    },

    /** {@code azp}, where there is one, is our client id (5.1.3, steps 4 and 5). */
    AUTHORIZED_PARTY {
        @Override
        void check(Claims claims, Expected expected) {
            if (claims.has("azp")
                    && !claims.required("azp").equals(expected.registration().clientId())) {
                throw refused(Cause.MIXED_UP, "issued to " + claims.text("azp"));
            }
        }
    },

    /** {@code exp} has not passed (5.1.3, step 6). */
    EXPIRY {
        @Override
        void check(Claims claims, Expected expected) {
            Instant expiry = claims.requiredTime("exp");
            if (expected.now().isAfter(expiry.plus(SKEW))) {
                throw refused(Cause.EXPIRED, "expired at " + expiry);
            }
        }
    },

    /** {@code iat} is neither long ago nor still to come (5.1.3, step 7). */
    ISSUED_AT {
        @Override
        void check(Claims claims, Expected expected) {
            Instant issued = claims.requiredTime("iat");
            if (issued.isAfter(expected.now().plus(SKEW))) {
                throw refused(Cause.EXPIRED, "issued in the future, at " + issued + "; compare the clocks");
            }
            if (issued.isBefore(expected.now().minus(OLDEST))) {
                throw refused(Cause.EXPIRED, "issued long ago, at " + issued);
            }
        }
    },

    /** {@code nbf}, where there is one, has come (RFC 7519, section 4.1.5). */
    NOT_BEFORE {
        @Override
        void check(Claims claims, Expected expected) {
            claims.time("nbf")
                    .filter(start -> start.isAfter(expected.now().plus(SKEW)))
                    .ifPresent(start -> {
                        throw refused(Cause.EXPIRED, "not valid before " + start + "; compare the clocks");
                    });
        }
    },

    /** {@code nonce} is the one that went out with this login (5.1.3, step 8); storing the launch spends it. */
    NONCE {
        @Override
        void check(Claims claims, Expected expected) {
            if (!claims.required("nonce").equals(expected.answered().nonce())) {
                throw refused(Cause.MIXED_UP, "the nonce belongs to another login");
            }
        }
    },

    /** LTI Core 1.3, section 5.3.2. */
    VERSION {
        @Override
        void check(Claims claims, Expected expected) {
            String version = claims.required(Claims.LTI + "version");
            if (!version.equals("1.3.0")) {
                throw refused(Cause.UNKNOWN_MESSAGE, "LTI version " + version);
            }
        }
    },

    /** LTI Core 1.3, section 5.3.1. */
    MESSAGE_TYPE {
        @Override
        void check(Claims claims, Expected expected) {
            messageType(claims);
        }
    },

    /** There is one, and it is the one of the login when that named one (LTI Core 1.3, sections 4.1.2 and 5.3.3). */
    DEPLOYMENT {
        @Override
        void check(Claims claims, Expected expected) {
            String deployment = claims.requiredId(Claims.LTI + "deployment_id");
            String announced =
                    expected.login() == null ? null : expected.login().deploymentId();
            if (announced != null && !announced.equals(deployment)) {
                throw refused(Cause.MIXED_UP, "of " + deployment + ", but the login was of " + announced);
            }
        }
    },

    /** An array, which may be empty: then somebody without rights (LTI Core 1.3, section 5.3.7). */
    ROLES {
        @Override
        void check(Claims claims, Expected expected) {
            claims.requiredStrings(Claims.LTI + "roles");
        }
    },

    /** The login's, to the letter, and at this tool (LTI Core 1.3, section 5.3.4). */
    TARGET_LINK {
        @Override
        void check(Claims claims, Expected expected) {
            String target = claims.required(Claims.LTI + "target_link_uri");
            if (!target.equals(expected.answered().targetLinkUri())) {
                throw refused(Cause.MIXED_UP, "for another address than the login: " + target);
            }
            if (!isAt(expected.ourOrigin(), target)) {
                throw refused(Cause.FOREIGN_TARGET, "for an address elsewhere: " + target);
            }
        }
    },

    /** {@code resource_link} with an {@code id}, for messages that are about one (LTI Core 1.3, section 5.3.5). */
    RESOURCE_LINK {
        @Override
        void check(Claims claims, Expected expected) {
            if (messageType(claims).isAboutLink()) {
                if (!claims.has(Claims.LTI + "resource_link") && !claims.has(Claims.LTI + "context")) {
                    // As the menus of Schoology open a tool, which are in no course.
                    throw refused(Cause.NO_LINK, "about no link (resource_link) and in no course (context)");
                }
                claims.requiredObject(Claims.LTI + "resource_link").requiredId("id");
            }
        }
    },

    /** Credit needs somebody to whom it belongs, so anonymous launches stop here (LTI Core 1.3, section 5.3.6.1). */
    SUBJECT {
        @Override
        void check(Claims claims, Expected expected) {
            if (!claims.has("sub")) {
                throw refused(Cause.NOBODY, "nobody is named (sub)");
            }
            claims.requiredId("sub");
        }
    },

    /** Content is picked by who may place it in the course; what comes back would be of no use to others. */
    CONTENT {
        @Override
        void check(Claims claims, Expected expected) {
            if (messageType(claims) == MessageType.DEEP_LINKING
                    && !LaunchMessage.roles(claims).mayPlaceContent()) {
                throw refused(Cause.MAY_NOT_ADD, "content is picked without a role for it");
            }
        }
    },

    /**
     * Who is looked at: there is somebody where the message is a review, and the one who launches is that person or has the
     * role that may look: who leads the course, for work (Submission Review 1.0, section 3); who runs the platform, for
     * personal data. The token says nothing of rights but roles, so this is the place to say no. Moodle's gradebook sends a
     * review of nobody's work where an activity's own name is clicked, which is no more than opening the link.
     */
    FOR_USER {
        @Override
        void check(Claims claims, Expected expected) {
            MessageType type = messageType(claims);
            if (!type.isAboutSomebody()) {
                return;
            }
            ForUser about = LaunchMessage.forUser(claims);
            if (about == null) {
                if (type == MessageType.SUBMISSION_REVIEW
                        && !expected.registration().isOfFamily("moodle")) {
                    throw refused(Cause.MALFORMED, "a review of nobody's work (for_user)");
                }
                return;
            }
            Roles roles = LaunchMessage.roles(claims);
            boolean mayLook =
                    type == MessageType.SUBMISSION_REVIEW ? roles.isCoordinator() : roles.isPlatformAdministrator();
            if (!mayLook && !about.subject().equals(claims.text("sub"))) {
                throw refused(Cause.NOT_YOURS, "about somebody else, by somebody without a role for it");
            }
        }
    };

    /** How far the clocks of platform and tool may differ. */
    static final Duration SKEW = Duration.ofSeconds(60);

    /** The oldest token taken; Canvas writes it when the login begins, and the browser may be slow. */
    static final Duration OLDEST = Duration.ofMinutes(10);

    static final List<IdTokenCheck> BEFORE_SIGNATURE = List.of(ISSUER, AUDIENCE, AUTHORIZED_PARTY);
    static final List<IdTokenCheck> AFTER_SIGNATURE = Arrays.stream(values())
            .filter(check -> !BEFORE_SIGNATURE.contains(check))
            .toList();

    /** What a notice must satisfy as well, which answers no login (Platform Notification Service 1.0). */
    static final List<IdTokenCheck> OF_NOTICES = List.of(EXPIRY, ISSUED_AT, NOT_BEFORE, VERSION, DEPLOYMENT);

    /**
     * What the token is held against.
     *
     * @param login absent for a token that answers none
     */
    record Expected(Registration registration, @Nullable LoginState login, String ourOrigin, Instant now) {

        LoginState answered() {
            return Objects.requireNonNull(login, "a check that needs a login");
        }
    }

    /** Whether all that makes a token the platform's answer to this login is known to be in order by then. */
    boolean isAboutThePerson() {
        return this == SUBJECT || this == CONTENT || this == FOR_USER;
    }

    /** @throws LaunchRefused when the token does not satisfy this check */
    abstract void check(Claims claims, Expected expected);

    static MessageType messageType(Claims claims) {
        String type = claims.required(Claims.LTI + "message_type");
        return MessageType.named(type)
                .orElseThrow(() -> new LaunchRefused(Cause.UNKNOWN_MESSAGE, "MESSAGE_TYPE: " + type));
    }

    /** Whether {@code address} lies at {@code origin}. */
    static boolean isAt(String origin, String address) {
        try {
            return WebOrigin.of(URI.create(address)).equals(origin);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    LaunchRefused refused(Cause cause, String detail) {
        return new LaunchRefused(cause, name() + ": " + detail);
    }
}
