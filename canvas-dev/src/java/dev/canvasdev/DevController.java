package dev.canvasdev;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What tests and scripts read; no LMS has these. */
@Controller
final class DevController {

    private final Platforms platforms;
    private final CallLog log;

    DevController(Platforms platforms, CallLog log) {
        this.platforms = platforms;
        this.log = log;
    }

    @GetMapping("/dev/gradebook.json")
    void gradebook(@RequestParam(defaultValue = "canvas") String dress, HttpServletResponse response)
            throws IOException {
        Answer.json(200, gradebookOf(platforms.get(dress))).write(response);
    }

    @GetMapping("/dev/calls.json")
    void calls(HttpServletResponse response) throws IOException {
        List<Map<String, Object>> calls = log.all().stream()
                .map(c -> Json.of(
                        "at", c.at().toString(),
                        "dress", c.dress(),
                        "method", c.method(),
                        "path", c.path(),
                        "accept", c.accept(),
                        "contentType", c.contentType(),
                        "userAgent", c.userAgent(),
                        "body", c.body(),
                        "status", c.status()))
                .toList();
        Answer.json(200, Json.of("calls", calls)).write(response);
    }

    /** Every cell that holds something, with the names that the pages show. */
    Map<String, Object> gradebookOf(Platform platform) {
        return platform.read(state -> {
            List<Map<String, Object>> cells = new ArrayList<>();
            for (Course course : state.courses) {
                for (LineItem item : course.lineItems) {
                    item.cells.forEach((personId, cell) -> cells.add(cell(platform, course, item, personId, cell)));
                }
            }
            return Json.of("dress", platform.dress().key(), "cells", cells);
        });
    }

    private static Map<String, Object> cell(
            Platform platform, Course course, LineItem item, String personId, Cell cell) {
        Person person = platform.person(personId).orElseThrow();
        Assignment assignment = course.assignmentOfLink(item.resourceLinkId).orElse(null);
        return Json.of(
                "course", course.id,
                "assignment", assignment == null ? null : assignment.id,
                "lineItem", item.id,
                "label", item.label,
                "resourceId", item.resourceId,
                "scoreMaximum", item.scoreMaximum,
                "hat", person.hat(),
                "user", person.sub(),
                "grade", cell.grade,
                "resultScore", cell.resultScore,
                "resultMaximum", cell.resultMaximum,
                "activityProgress", cell.activityProgress,
                "gradingProgress", cell.gradingProgress,
                "needsReview", cell.needsReview,
                "comment", cell.comment,
                "comments", cell.comments.stream().map(Cell.Note::text).toList(),
                "scoredAt", time(cell.scoredAt),
                "attempts",
                        cell.attempts.stream()
                                .map(a -> Json.of(
                                        "number", a.number(),
                                        "type", a.type(),
                                        "data", a.data(),
                                        "submittedAt", time(a.submittedAt()),
                                        "files", a.files()))
                                .toList());
    }

    private static @Nullable String time(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).toString();
    }
}
