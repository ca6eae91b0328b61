package dev.canvasdev;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Makes a course from another, as a new term needs it: the modules, the assignments with their custom parameters, dates and
 * columns, all with ids of their own. Nobody comes along but who copies it, and no grade does.
 */
@Component
final class CourseCopies {

    private final Notices notices;

    CourseCopies(Notices notices) {
        this.notices = notices;
    }

    /** The new course; tools that want to know are sent a notice where the LMS has those. */
    Course copy(Platform platform, Course origin, Person by) {
        Course copy = platform.change(state -> {
            Course made = course(platform.dress(), state, origin);
            made.enrollments.put(by.hat(), Enrollment.TEACHER);
            state.courses.add(made);
            return made;
        });
        for (Tool tool : platform.read(state -> List.copyOf(state.tools))) {
            notices.contextCopied(platform, tool, copy, origin);
        }
        return copy;
    }

    private static Course course(Dress dress, PlatformState state, Course origin) {
        Course copy = new Course();
        copy.id = state.nextId();
        copy.ltiId = dress.newContextId(copy);
        copy.code = origin.code + "-" + copy.id;
        copy.name = origin.name + " (copy)";
        copy.sisId = copy.code;
        copy.description = origin.description;
        copy.startsAt = origin.startsAt;
        copy.history = new ArrayList<>();
        copy.history.add(origin.ltiId);
        copy.history.addAll(origin.history);
        Map<String, Assignment> assignments = new LinkedHashMap<>();
        for (Assignment assignment : origin.assignments) {
            Dress.NewIds ids = dress.newIds(state);
            Assignment made = assignment(assignment, ids);
            copy.assignments.add(made);
            assignments.put(assignment.id, made);
            origin.lineItemsOf(assignment).stream()
                    .filter(item -> item.coupled)
                    .findFirst()
                    .ifPresent(item -> copy.lineItems.add(lineItem(item, ids)));
        }
        for (Course.CourseModule module : origin.modules) {
            Course.CourseModule made = copy.module(module.name);
            made.published = module.published;
            for (Course.Item item : module.items) {
                made.items.add(item(item, assignments));
            }
        }
        return copy;
    }

    private static Assignment assignment(Assignment from, Dress.NewIds ids) {
        Assignment made = new Assignment();
        made.id = ids.assignment();
        made.resourceLinkId = ids.resourceLink();
        made.toolId = from.toolId;
        made.title = from.title;
        made.description = from.description;
        made.url = from.url;
        made.custom = new LinkedHashMap<>(from.custom);
        made.published = from.published;
        made.newTab = from.newTab;
        made.allowedAttempts = from.allowedAttempts;
        made.unlockAt = from.unlockAt;
        made.dueAt = from.dueAt;
        made.lockAt = from.lockAt;
        return made;
    }

    private static LineItem lineItem(LineItem from, Dress.NewIds ids) {
        LineItem made = new LineItem();
        made.id = ids.lineItem();
        made.toolId = from.toolId;
        made.label = from.label;
        made.scoreMaximum = from.scoreMaximum;
        made.resourceId = from.resourceId;
        made.tag = from.tag;
        made.resourceLinkId = ids.resourceLink();
        made.startDateTime = from.startDateTime;
        made.endDateTime = from.endDateTime;
        made.submissionType = from.submissionType;
        made.coupled = true;
        made.column = from.column;
        return made;
    }

    private static Course.Item item(Course.Item from, Map<String, Assignment> assignments) {
        Assignment assignment = from.assignmentId == null ? null : assignments.get(from.assignmentId);
        if (assignment != null) {
            return Course.Item.of(assignment);
        }
        Course.Item made = new Course.Item();
        made.title = from.title;
        made.text = from.text;
        return made;
    }
}
