package dev.laurel.lti.services;

import dev.laurel.lti.Registration;
import dev.laurel.lti.Roles;
import dev.laurel.lti.UserProfile;
import dev.laurel.lti.services.Member.Status;
import dev.laurel.lti.services.RosterNotGiven.Reason;
import dev.laurel.system.OutboundResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a page of a membership container (NRPS 2.0, section 2.4.1), kindly: one entry that makes no sense costs one entry. */
@Component
class RosterReader {

    private static final int ID = 255;
    private static final int TEXT = 500;
    private static final int MOST_ROLES = 50;

    private final JsonMapper json;

    RosterReader(JsonMapper json) {
        this.json = json;
    }

    List<Member> members(Registration registration, OutboundResponse answer) throws RosterNotGiven {
        JsonNode members;
        try {
            members = json.readTree(answer.body()).path("members");
        } catch (JacksonException e) {
            throw noRoster(registration);
        }
        if (!members.isArray()) {
            throw noRoster(registration);
        }
        List<Member> read = new ArrayList<>(members.size());
        for (JsonNode member : members) {
            String subject = text(member, "user_id");
            if (subject != null && subject.length() <= ID) {
                read.add(new Member(subject, roles(member.path("roles")), status(member), profile(member)));
            }
        }
        return read;
    }

    private static RosterNotGiven noRoster(Registration registration) {
        return new RosterNotGiven(Reason.REFUSED, registration.issuer() + " answered no membership container", null);
    }

    private static Roles roles(JsonNode roles) {
        Set<String> uris = new HashSet<>();
        for (JsonNode role : roles) {
            if (role.isString() && role.stringValue().length() <= TEXT && uris.size() < MOST_ROLES) {
                uris.add(role.stringValue().trim());
            }
        }
        return new Roles(uris);
    }

    private static Status status(JsonNode member) {
        String status = text(member, "status");
        return switch (status == null ? "active" : status.toLowerCase(Locale.ROOT)) {
            case "inactive" -> Status.INACTIVE;
            case "deleted" -> Status.DELETED;
            default -> Status.ACTIVE;
        };
    }

    private static UserProfile profile(JsonNode member) {
        return new UserProfile(
                bounded(text(member, "name")),
                bounded(text(member, "given_name")),
                bounded(text(member, "family_name")),
                bounded(text(member, "email")));
    }

    private static @Nullable String bounded(@Nullable String text) {
        return text == null || text.length() <= TEXT ? text : text.substring(0, TEXT);
    }

    /** Ids may come as numbers; PostgreSQL stores no NUL. */
    private static @Nullable String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isString() && !value.isIntegralNumber()) {
            return null;
        }
        String text = value.asString().replace("\u0000", "");
        return text.isBlank() ? null : text;
    }
}
