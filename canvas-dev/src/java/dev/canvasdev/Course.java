package dev.canvasdev;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A course with all that is in it; part of the state, changed under the lock of {@link Platforms}. */
final class Course {

    String id = "";
    String ltiId = "";
    String code = "";
    String name = "";
    String sisId = "";
    String description = "";
    long startsAt;
    /** LTI ids of the courses that this one was copied from, the nearest first. */
    List<String> history = new ArrayList<>();

    /** Whether it has ended, so that nothing in it can be graded any more. */
    boolean concluded;
    /** Whether it has not begun yet: to tools there is no such course. Canvas only. */
    boolean upcoming;
    /** Hat to the subject that messages call somebody by here, who has had another since accounts were merged. Canvas only. */
    Map<String, String> pastSubjects = new LinkedHashMap<>();
    /** Hat to role. */
    Map<String, Enrollment> enrollments = new LinkedHashMap<>();
    /** Hats of those who were taken out again, with what they were; no service names them. */
    Map<String, Enrollment> inactive = new LinkedHashMap<>();

    /** Whom an observer looks on for, hat to hats. */
    Map<String, List<String>> observed = new LinkedHashMap<>();

    List<CourseModule> modules = new ArrayList<>();
    List<Assignment> assignments = new ArrayList<>();
    List<LineItem> lineItems = new ArrayList<>();
    /** Ids of line items that went with their assignment. */
    List<String> deletedLineItems = new ArrayList<>();
    /** What is placed here as soon as a tool is registered. */
    List<SeededAssignment> seeded = new ArrayList<>();

    Optional<Assignment> assignment(String assignmentId) {
        return assignments.stream().filter(a -> a.id.equals(assignmentId)).findFirst();
    }

    Optional<Assignment> assignmentOfLink(@Nullable String resourceLinkId) {
        return assignments.stream()
                .filter(a -> a.resourceLinkId.equals(resourceLinkId))
                .findFirst();
    }

    Optional<LineItem> lineItem(String lineItemId) {
        return lineItems.stream().filter(i -> i.id.equals(lineItemId)).findFirst();
    }

    /** The line items of an assignment, the one with the gradebook column first. */
    List<LineItem> lineItemsOf(Assignment assignment) {
        return lineItems.stream()
                .filter(i -> assignment.resourceLinkId.equals(i.resourceLinkId))
                .toList();
    }

    Optional<Enrollment> enrollment(Person person) {
        return Optional.ofNullable(enrollments.get(person.hat()));
    }

    /** Whether it has a column of the gradebook; a link without one is an item of a module and nothing more. */
    boolean isGraded(Assignment assignment) {
        return !lineItemsOf(assignment).isEmpty();
    }

    /** What messages and services of this course call somebody. */
    String subjectOf(Person person) {
        return pastSubjects.getOrDefault(person.hat(), person.sub());
    }

    CourseModule module(String moduleName) {
        return modules.stream()
                .filter(m -> m.name.equals(moduleName))
                .findFirst()
                .orElseGet(() -> {
                    CourseModule made = new CourseModule();
                    made.name = moduleName;
                    modules.add(made);
                    return made;
                });
    }

    /** Several list pages of the LMS in one: what the course offers, module by module. */
    static final class CourseModule {
        String name = "";
        boolean published = true;
        List<Item> items = new ArrayList<>();
    }

    /** A page to read, or an assignment by its id. */
    static final class Item {
        @Nullable
        String assignmentId;

        @Nullable
        String title;

        @Nullable
        String text;

        static Item of(Assignment assignment) {
            Item item = new Item();
            item.assignmentId = assignment.id;
            return item;
        }
    }

    /** An assignment as if a coordinator had deep-linked it; its ids are known beforehand. */
    static final class SeededAssignment {
        String module = "";
        String assignmentId = "";
        String resourceLinkId = "";
        String lineItemId = "";
        String title = "";
        String text = "";
        String microCredential = "";
        String version = "";
        /** What LTI 1.1 called the link, for one that was migrated; empty for the others. */
        String lti11LinkId = "";

        double scoreMaximum;
    }
}
