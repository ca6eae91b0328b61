package dev.canvasdev;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Switches that make the platform misbehave. They hold for both dresses until they are switched back; faults of services
 * and registrations hold for a number of them.
 */
@Component
public final class Faults {

    private volatile boolean tokenEndpointDown;
    private volatile boolean jwksDown;
    private volatile int rosterPageSize;
    private volatile boolean namesHidden;
    private volatile boolean spanish;
    private volatile boolean closedCoursesHidden;
    private volatile boolean testStudentRefused;
    private volatile boolean deploymentUntold;
    private volatile Duration slowness = Duration.ofSeconds(8);
    private @Nullable Random random;
    private double share;
    private final Deque<ServiceFault> service = new ArrayDeque<>();
    private final Deque<RegistrationFault> registration = new ArrayDeque<>();

    Faults() {}

    /** What a service answers instead of doing its work. */
    public enum ServiceFault {
        /** 500 without a useful body. */
        SERVER_ERROR(500, "Something broke. It answers 500."),
        /** 503 with {@code Retry-After: 1}. */
        UNAVAILABLE(503, "Down for maintenance, 503 with Retry-After."),
        /** 401 as for an expired access token. */
        UNAUTHORIZED(401, "The access token is no longer taken, 401."),
        /** 403 as Canvas throttles. */
        RATE_LIMIT_403(403, "Throttled as Canvas does, 403."),
        /** 429 with {@code Retry-After: 1}. */
        TOO_MANY_REQUESTS(429, "Too many requests, 429 with Retry-After."),
        /** 429 with {@code Retry-After} as a date, two seconds from now. */
        TOO_MANY_REQUESTS_UNTIL(429, "Too many requests, 429 with Retry-After as a date."),
        /** The connection ends without an answer, and nothing was done. */
        BROKEN_CONNECTION(0, "Ends the connection without doing anything."),
        /** The connection ends without an answer, and all was done. */
        DONE_BUT_BROKEN_CONNECTION(0, "Does the work, then ends the connection without an answer."),
        /** The work is done and answered, late: see {@link #slowness}. */
        SLOW(200, "Does the work and answers late."),
        /** The work is done, yet the answer is 504, as behind a gateway that gave up. */
        DONE_BUT_504(504, "Does the work, then answers 504.");

        private final int status;
        private final String explanation;

        ServiceFault(int status, String explanation) {
            this.status = status;
            this.explanation = explanation;
        }

        public int status() {
            return status;
        }

        public String explanation() {
            return explanation;
        }
    }

    /** How a dynamic registration fails. */
    public enum RegistrationFault {
        /** The configuration answers 503. */
        CONFIGURATION_DOWN("The platform's configuration answers 503."),
        /** The registration endpoint answers 503 and does nothing; the token stays good. */
        ENDPOINT_DOWN("The registration endpoint answers 503 and registers nothing."),
        /** The registration endpoint ends the connection and does nothing. */
        NO_ANSWER("The registration endpoint ends the connection and registers nothing."),
        /** The tool is registered, yet the answer is 504: the token is used up. */
        DONE_BUT_504("The tool is registered, but the answer is 504.");

        private final String explanation;

        RegistrationFault(String explanation) {
            this.explanation = explanation;
        }

        public String explanation() {
            return explanation;
        }

        boolean atTheConfiguration() {
            return this == CONFIGURATION_DOWN;
        }
    }

    /** Whether the token endpoint answers 503. */
    public void tokenEndpointDown(boolean down) {
        tokenEndpointDown = down;
    }

    public boolean isTokenEndpointDown() {
        return tokenEndpointDown;
    }

    /** Whether the platform's key set answers 500. */
    public void jwksDown(boolean down) {
        jwksDown = down;
    }

    public boolean isJwksDown() {
        return jwksDown;
    }

    /** How many people a page of the roster holds when the tool asks for no number; 0 for as many as the LMS usually gives. */
    public void rosterPageSize(int people) {
        rosterPageSize = people;
    }

    public int rosterPageSize() {
        return rosterPageSize;
    }

    /** Whether rosters keep names and addresses to themselves. */
    public void namesHidden(boolean hidden) {
        namesHidden = hidden;
    }

    public boolean areNamesHidden() {
        return namesHidden;
    }

    /** Whether the people of the LMS read it in Spanish, which launches tell. */
    public void spanish(boolean read) {
        spanish = read;
    }

    public boolean isSpanish() {
        return spanish;
    }

    /** What launches say of the language. */
    String locale() {
        return spanish ? "es" : "en";
    }

    /** Whether Canvas answers 404 for a course that is concluded, as it does without the flag for better status codes. */
    public void closedCoursesHidden(boolean hidden) {
        closedCoursesHidden = hidden;
    }

    public boolean areClosedCoursesHidden() {
        return closedCoursesHidden;
    }

    /** Whether Canvas takes no grade for its Test Student, as some were seen to. */
    public void testStudentRefused(boolean refused) {
        testStudentRefused = refused;
    }

    public boolean isTestStudentRefused() {
        return testStudentRefused;
    }

    /** Whether Canvas names no deployment when a tool registers, as older ones do. */
    public void deploymentUntold(boolean untold) {
        deploymentUntold = untold;
    }

    public boolean isDeploymentUntold() {
        return deploymentUntold;
    }

    /** The next calls of the line item, score, result and roster services fail like this, after faults set before. */
    public void nextServiceCalls(ServiceFault fault, int calls) {
        synchronized (service) {
            for (int i = 0; i < calls; i++) {
                service.addLast(fault);
            }
        }
    }

    /** The next dynamic registrations fail like this, after faults set before. */
    public void nextRegistrations(RegistrationFault fault, int times) {
        synchronized (service) {
            for (int i = 0; i < times; i++) {
                registration.addLast(fault);
            }
        }
    }

    /** How many registrations are still going to fail. */
    public int pendingRegistrationFaults() {
        synchronized (service) {
            return registration.size();
        }
    }

    /**
     * From now on each call of a service or of the token endpoint fails with that probability, in any of the ways there
     * are; the same seed gives the same sequence of faults.
     */
    public void atRandom(double ofCalls, long seed) {
        synchronized (service) {
            share = ofCalls;
            random = ofCalls > 0 ? new Random(seed) : null;
        }
    }

    /** How many of a hundred calls fail at random. */
    public int percentAtRandom() {
        synchronized (service) {
            return random == null ? 0 : (int) Math.round(share * 100);
        }
    }

    /** How late {@link ServiceFault#SLOW} answers. */
    public void slowness(Duration late) {
        slowness = late;
    }

    public Duration slowness() {
        return slowness;
    }

    /** How many calls are still going to fail. */
    public int pendingServiceFaults() {
        synchronized (service) {
            return service.size();
        }
    }

    /** All switches back. */
    public void clear() {
        tokenEndpointDown = false;
        jwksDown = false;
        rosterPageSize = 0;
        namesHidden = false;
        spanish = false;
        closedCoursesHidden = false;
        testStudentRefused = false;
        deploymentUntold = false;
        synchronized (service) {
            service.clear();
            registration.clear();
            random = null;
        }
    }

    Optional<ServiceFault> takeServiceFault() {
        synchronized (service) {
            ServiceFault next = service.pollFirst();
            return next != null ? Optional.of(next) : takeRandom(ServiceFault.values());
        }
    }

    /** The fault whose turn it is, where it happens at this of the two addresses. */
    Optional<RegistrationFault> takeRegistrationFault(boolean atTheConfiguration) {
        synchronized (service) {
            RegistrationFault next = registration.peekFirst();
            return next != null && next.atTheConfiguration() == atTheConfiguration
                    ? Optional.of(registration.removeFirst())
                    : Optional.empty();
        }
    }

    /** The token endpoint fails in fewer ways, and only at random. */
    Optional<ServiceFault> takeTokenFault() {
        synchronized (service) {
            return takeRandom(
                    ServiceFault.SERVER_ERROR,
                    ServiceFault.UNAVAILABLE,
                    ServiceFault.TOO_MANY_REQUESTS,
                    ServiceFault.BROKEN_CONNECTION);
        }
    }

    private Optional<ServiceFault> takeRandom(ServiceFault... ways) {
        if (random == null || random.nextDouble() >= share) {
            return Optional.empty();
        }
        return Optional.of(ways[random.nextInt(ways.length)]);
    }
}
