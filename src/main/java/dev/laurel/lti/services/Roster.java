package dev.laurel.lti.services;

import java.util.List;

/**
 * Who is in a course, as the platform says (NRPS 2.0, section 2.4).
 *
 * @param members each once, by the platform's id
 * @param complete false when there were more pages than are read, or one that may not be asked for; then nobody who is
 *     missing here has left
 */
public record Roster(List<Member> members, boolean complete) {

    public Roster {
        members = List.copyOf(members);
    }

    /** Personal data is not printed. */
    @Override
    public String toString() {
        return "Roster[" + members.size() + " members]";
    }
}
