package dev.laurel.lti.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The first page of a roster (NRPS 2.0, section 2.4), counted; nobody in it is kept.
 *
 * @param named how many of the people have a name
 * @param learners the platform's ids of a few active learners who hold no other role; Moodle calls assistants learners too
 */
record FirstPage(Probe.Reply reply, int people, int named, List<String> learners) {

    private static final int FEW = 4;
    private static final String TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";

    static FirstPage read(CheckedPlace place, Probe probe, String token) {
        if (place.roster() == null) {
            throw new IllegalArgumentException("No roster is known");
        }
        Probe.Reply reply = probe.get(place.roster(), TYPE, token);
        int people = 0;
        int named = 0;
        List<String> learners = new ArrayList<>();
        if (reply.isSuccessful()) {
            for (JsonNode member : reply.body().path("members")) {
                people++;
                named += text(member, "name").isEmpty()
                                && text(member, "given_name").isEmpty()
                        ? 0
                        : 1;
                String id = text(member, "user_id");
                if (learners.size() < FEW && !id.isEmpty() && isActive(member) && isLearnerAlone(member)) {
                    learners.add(id);
                }
            }
        }
        return new FirstPage(reply, people, named, learners);
    }

    /** Whether it was a roster at all. */
    boolean isRoster() {
        return reply.isSuccessful() && reply.body().path("members").isArray();
    }

    private static boolean isActive(JsonNode member) {
        String status = text(member, "status").toLowerCase(Locale.ROOT);
        return status.isEmpty() || status.equals("active");
    }

    private static boolean isLearnerAlone(JsonNode member) {
        Set<String> known = Set.of("instructor", "contentdeveloper", "mentor", "manager", "administrator", "testuser");
        boolean learner = false;
        for (JsonNode role : member.path("roles")) {
            String name = role.asString("").replaceFirst(".*[#/]", "").toLowerCase(Locale.ROOT);
            if (known.contains(name)) {
                return false;
            }
            learner |= name.equals("learner");
        }
        return learner;
    }

    private static String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() || value.isIntegralNumber() ? value.asString() : "";
    }

    @Override
    public String toString() {
        return "FirstPage[" + people + " people]";
    }
}
