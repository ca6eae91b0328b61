package dev.canvasdev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Registers the tool at start in both dresses, quietly trying again until the tool is up, and seeds the courses. */
@Component
final class SelfRegistration {

    private static final Logger LOG = LoggerFactory.getLogger(SelfRegistration.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final Site site;
    private final Platforms platforms;
    private final Registrations registrations;
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    SelfRegistration(Site site, Platforms platforms, Registrations registrations) {
        this.site = site;
        this.platforms = platforms;
        this.registrations = registrations;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        if (!site.settings().registerAtStart() || site.settings().toolUrl() == null) {
            return;
        }
        Thread thread = new Thread(this::registerAll, "canvas-dev-registration");
        thread.setDaemon(true);
        thread.start();
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        closed.countDown();
    }

    boolean await(Duration timeout) {
        try {
            return done.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void registerAll() {
        long deadline = System.nanoTime() + GIVE_UP_AFTER.toNanos();
        for (Platform platform : platforms.all()) {
            if (platform.anyTool().isPresent()) {
                LOG.info(
                        "The tool is registered in {} dress since an earlier start",
                        platform.dress().name());
                platform.change(
                        state -> seed(platform, state, platform.anyTool().orElseThrow()));
                continue;
            }
            if (!untilItAnswers(platform, deadline)) {
                return;
            }
        }
        done.countDown();
    }

    private boolean untilItAnswers(Platform platform, long deadline) {
        Duration pause = Duration.ofMillis(250);
        while (System.nanoTime() < deadline) {
            try {
                register(platform);
                return true;
            } catch (IllegalStateException e) {
                LOG.debug("Not yet: {}", e.getMessage());
                if (e.getCause() == null) {
                    LOG.warn("{}", e.getMessage());
                }
            }
            try {
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        LOG.warn(
                "The tool at {} did not register within {} minutes; register it on {}{}/admin/tools",
                site.settings().toolUrl(),
                GIVE_UP_AFTER.toMinutes(),
                site.base(),
                platform.dress().prefix());
        return false;
    }

    /** Goes to the tool's registration address with the two parameters an LMS adds, as a browser's frame does. */
    void register(Platform platform) {
        String toolUrl = site.settings().toolUrl();
        if (toolUrl == null) {
            throw new IllegalStateException("No address of a tool was given");
        }
        Optional<Tool> known = platform.anyTool();
        String address = registrations.start(platform, toolUrl + "/lti/register", known.orElse(null), true);
        HttpResponse<String> answer = get(address);
        Optional<Tool> tool = platform.anyTool();
        if (tool.isEmpty() || answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("The tool at " + toolUrl + " did not register in "
                    + platform.dress().name() + " dress: its page answered " + answer.statusCode());
        }
        platform.change(state -> seed(platform, state, tool.get()));
        LOG.info(
                "Registered {} in {} dress as client {}, deployment {}",
                tool.get().name,
                platform.dress().name(),
                tool.get().clientId,
                tool.get().deploymentId);
    }

    /** Places the seeded assignments for whichever tool is registered. */
    void placeSamples(Platform platform) {
        Tool tool = platform.anyTool()
                .orElseThrow(() -> new IllegalStateException(
                        "No tool in " + platform.dress().name() + " dress"));
        platform.change(state -> seed(platform, state, tool));
    }

    private HttpResponse<String> get(String address) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(Duration.ofSeconds(30))
                    .header("Accept", "text/html")
                    .header("Sec-Fetch-Dest", "iframe")
                    .header("Referer", site.base() + "/")
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("The tool does not answer yet", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Places the seeded assignments that are not there, as if a coordinator had picked them. */
    private static PlatformState seed(Platform platform, PlatformState state, Tool tool) {
        for (Course course : state.courses) {
            for (Course.SeededAssignment seeded : course.seeded) {
                boolean there = course.assignment(seeded.assignmentId).isPresent();
                if (!there) {
                    PickedItem item = new PickedItem(
                            seeded.title,
                            seeded.text,
                            tool.targetLinkUri,
                            Json.of(
                                    "micro_credential", seeded.microCredential,
                                    "micro_credential_version", seeded.version),
                            seeded.scoreMaximum,
                            seeded.microCredential,
                            null,
                            false,
                            null,
                            null,
                            null);
                    Dress.NewIds ids = new Dress.NewIds(seeded.assignmentId, seeded.resourceLinkId, seeded.lineItemId);
                    Dress.place(state, course, tool, item, ids, seeded.module).lti11LinkId = seeded.lti11LinkId;
                }
            }
        }
        return state;
    }
}
