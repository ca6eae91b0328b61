package dev.canvasdev;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A running canvas-dev. Many can run in one process, each with its own state, keys and port.
 *
 * <pre>{@code
 * try (var lms = CanvasDev.start(CanvasDevSettings.onRandomPort().withToolUrl("http://localhost:8080"))) {
 *     lms.register("canvas");
 *     …
 * }
 * }</pre>
 */
public final class CanvasDev implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private CanvasDev(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts it and returns when it answers; a registration at start goes on in the background. */
    public static CanvasDev start(CanvasDevSettings settings) {
        SpringApplication application = new SpringApplication(CanvasDevApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(false);
        application.setLogStartupInfo(false);
        // The logging of this process belongs to whoever started it.
        List<ApplicationListener<?>> listeners = application.getListeners().stream()
                .filter(l -> !(l instanceof LoggingApplicationListener))
                .<ApplicationListener<?>>map(Function.identity())
                .toList();
        application.setListeners(listeners);
        application.addInitializers(
                context -> context.getBeanFactory().registerSingleton("canvasDevSettings", settings));
        application.setDefaultProperties(Map.of(
                "spring.application.name", "canvas-dev",
                "spring.main.banner-mode", "off",
                "spring.jmx.enabled", "false",
                "spring.thymeleaf.prefix", "classpath:/canvas-dev/templates/",
                "spring.web.resources.static-locations", "classpath:/canvas-dev/static/",
                "spring.web.resources.add-mappings", "true"));
        // Arguments win over the environment, which speaks to the tool (SERVER_PORT and the like).
        return new CanvasDev(application.run(
                "--spring.config.name=canvas-dev",
                "--spring.profiles.active=",
                "--server.port=" + settings.port(),
                "--server.servlet.context-path=",
                "--server.ssl.enabled=false"));
    }

    /** Its public address, which is also the issuer of the Canvas dress. */
    public URI url() {
        return URI.create(context.getBean(Site.class).base());
    }

    /** The issuer of a dress, {@code canvas} or {@code moodle}. */
    public String issuer(String dress) {
        return platform(dress).dress().issuer();
    }

    /** The switches that make it misbehave. */
    public Faults faults() {
        return context.getBean(Faults.class);
    }

    /** What tools' servers called. */
    public CallLog calls() {
        return context.getBean(CallLog.class);
    }

    /**
     * Registers the tool by Dynamic Registration, as an administrator's browser would, and places the seeded assignments.
     *
     * @throws IllegalStateException when the tool did not register, with what it answered
     */
    public void register(String dress) {
        context.getBean(SelfRegistration.class).register(platform(dress));
    }

    /** Places the sample assignments of a dress whose tool was registered by hand, as if a coordinator had picked them. */
    public void placeSamples(String dress) {
        Platform platform = platform(dress);
        context.getBean(SelfRegistration.class).placeSamples(platform);
    }

    /** Waits for the registration at start; false when it has not happened by then. */
    public boolean awaitRegistered(Duration timeout) {
        return context.getBean(SelfRegistration.class).await(timeout);
    }

    /** The gradebook, as {@code /dev/gradebook.json} shows it. */
    public Map<String, Object> gradebook(String dress) {
        return context.getBean(DevController.class).gradebookOf(platform(dress));
    }

    /** The assignments that open the tool, in the order of the courses. */
    public List<Link> links(String dress) {
        return platform(dress).read(state -> {
            List<Link> links = new ArrayList<>();
            for (Course course : state.courses) {
                for (Assignment assignment : course.assignments) {
                    String lineItem = course.lineItemsOf(assignment).stream()
                            .findFirst()
                            .map(i -> i.id)
                            .orElse(null);
                    links.add(new Link(
                            course.id,
                            course.ltiId,
                            assignment.id,
                            assignment.resourceLinkId,
                            lineItem,
                            assignment.title,
                            Map.copyOf(assignment.custom)));
                }
            }
            return links;
        });
    }

    /**
     * An assignment that opens the tool.
     *
     * @param contextId the course's id in LTI messages
     * @param lineItemId null when it is not graded
     */
    public record Link(
            String courseId,
            String contextId,
            String assignmentId,
            String resourceLinkId,
            @Nullable String lineItemId,
            String title,
            Map<String, Object> custom) {}

    /** The client id of the tool in a dress; empty before it is registered. */
    public Optional<String> clientId(String dress) {
        return platform(dress).anyTool().map(t -> t.clientId);
    }

    /** Signs with a new key from now on; the old ones stay in the key set. */
    public void rotateKeys(String dress) {
        platform(dress).rotateKeys();
    }

    /** Takes keys that signed before out of the key set. */
    public void forgetOldKeys(String dress) {
        platform(dress).forgetOldKeys();
    }

    /** Makes every access token too old at once. */
    public void expireAccessTokens() {
        context.getBean(AccessTokens.class).expireAll();
    }

    /** Ends a course, or begins it again. */
    public void conclude(String dress, String courseId, boolean concluded) {
        platform(dress).change(state -> platform(dress).requireCourse(courseId).concluded = concluded);
    }

    /** Makes a Canvas course one that has not begun yet, or begins it. */
    public void upcoming(String courseId, boolean upcoming) {
        platform("canvas").change(state -> platform("canvas").requireCourse(courseId).upcoming = upcoming);
    }

    /**
     * Merges somebody's Canvas account into another: they have a new subject everywhere but in the courses that they are in
     * by now, whose messages go on calling them by the old one. Answers the new subject.
     */
    public String mergeAccount(String hat) {
        String subject = UUID.randomUUID().toString();
        platform("canvas").change(state -> {
            Person person = platform("canvas").personByHat(hat).orElseThrow();
            state.courses.stream()
                    .filter(course -> course.enrollments.containsKey(hat))
                    .forEach(course -> course.pastSubjects.putIfAbsent(hat, person.sub()));
            state.people.replaceAll(one -> one.hat().equals(hat) ? one.withSubject(subject) : one);
            return null;
        });
        return subject;
    }

    /** Enrols somebody in a course as a student. */
    public void enrol(String dress, String courseId, String hat) {
        platform(dress)
                .change(state ->
                        platform(dress).requireCourse(courseId).enrollments.put(hat, Enrollment.STUDENT));
    }

    /** Takes a column out of the gradebook, with all that is in it, as a teacher may. */
    public void deleteLineItem(String dress, String lineItemId) {
        platform(dress).change(state -> {
            state.courses.forEach(course -> {
                if (course.lineItems.removeIf(item -> item.id.equals(lineItemId))) {
                    course.deletedLineItems.add(lineItemId);
                }
            });
            return null;
        });
    }

    /** Makes somebody leave a course: nobody who is no student of it can be graded. */
    public void unenrol(String dress, String courseId, String hat) {
        platform(dress)
                .change(state ->
                        platform(dress).requireCourse(courseId).enrollments.remove(hat));
    }

    /**
     * A teacher types a grade into the gradebook, or clears it.
     *
     * @param points of the line item's own maximum; null to clear
     */
    public void grade(String dress, String lineItemId, String hat, @Nullable Double points) {
        platform(dress).change(state -> {
            LineItem item = state.courses.stream()
                    .flatMap(course -> course.lineItem(lineItemId).stream())
                    .findFirst()
                    .orElseThrow();
            Cell cell = item.cell(platform(dress).personByHat(hat).orElseThrow());
            cell.grade = points;
            cell.resultScore = points;
            cell.resultMaximum = points == null ? null : item.scoreMaximum;
            cell.resultId = cell.resultId == null ? state.nextId() : cell.resultId;
            cell.scoredAt = context.getBean(Site.class).clock().instant().toEpochMilli();
            return null;
        });
    }

    /** Enrols many more students in a course, and gives the subjects that messages call them by; hats are crowd-subject. */
    public List<String> enrolCrowd(String dress, String courseId, int count) {
        return platform(dress).change(state -> {
            Course course = platform(dress).requireCourse(courseId);
            List<String> subjects = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String id = state.nextId();
                String subject = dress.equals("canvas") ? UUID.randomUUID().toString() : id;
                String hat = "crowd-" + subject;
                String legacyId = dress.equals("canvas") ? Ids.hex(40) : null;
                state.people.add(new Person(
                        hat, id, subject, legacyId, "Teacher", id, null, hat, null, List.of("Student"), "one of many"));
                course.enrollments.put(hat, Enrollment.STUDENT);
                subjects.add(subject);
            }
            return subjects;
        });
    }

    /** Makes every login that was started and not finished an hour older. */
    public void ageLaunches() {
        context.getBean(Launches.class).age();
    }

    @Override
    public void close() {
        context.close();
    }

    /** The tool that a dress' courses open, for tests of this package that change it. */
    Tool courseTool(String dress) {
        return platform(dress).anyTool().orElseThrow();
    }

    /** What fetches the files of scores, for tests of this package that make it impatient. */
    FileFetcher files() {
        return context.getBean(FileFetcher.class);
    }

    /** A dress with what it remembers, for tests of this package that change it. */
    Platform platform(String dress) {
        return context.getBean(Platforms.class).get(dress);
    }
}
