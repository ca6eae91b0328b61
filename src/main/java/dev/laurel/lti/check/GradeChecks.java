package dev.laurel.lti.check;

import dev.laurel.lti.services.LineItemMessage;
import dev.laurel.lti.services.Score;
import dev.laurel.lti.services.Score.ActivityProgress;
import dev.laurel.lti.services.Score.GradingProgress;
import dev.laurel.lti.services.ScoreMessage;
import dev.laurel.lti.services.ServiceAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.JsonNode;

/** Lines about the gradebook (AGS 2.0). Grades of people are never touched: a score goes to a column made for it alone. */
@Configuration(proxyBeanMethods = false)
class GradeChecks {

    static final String TAG = "laurel-check";
    static final String LABEL = "Laurel connection check";

    private static final String RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json";
    private static final Logger log = LoggerFactory.getLogger(GradeChecks.class);

    @Bean
    @Order(6)
    LineCheck checkOfLineItems() {
        return new Listing();
    }

    @Bean
    @Order(7)
    LineCheck checkOfScore() {
        return new ThrowAwayScore();
    }

    private static final class Listing implements LineCheck {

        @Override
        public CheckLine line() {
            return CheckLine.LINE_ITEMS;
        }

        @Override
        public Finding run(CheckedPlace place, Probe probe) {
            Lms lms = Lms.of(place.registration());
            if (place.lineItems() == null) {
                return noGradebook(line(), place, lms);
            }
            Words tried = Words.of("line-items.tried", place.courseOrHost());
            Probe.Token token = probe.token(place.registration(), Set.of(ServiceRight.LINE_ITEM.scope()));
            if (token.token() == null) {
                return Finding.attention(
                        line(),
                        tried,
                        token.reply().inWords(),
                        token.isAboutScopes() ? lms.mend("grades") : lms.mend("token-first"));
            }
            Probe.Reply reply = probe.get(place.lineItems(), LineItemMessage.LIST, token.token());
            if (!reply.isSuccessful()) {
                return Finding.attention(line(), tried, reply.inWords(), mend(reply, lms));
            }
            return reply.body().isArray()
                    ? Finding.ok(
                            line(),
                            tried,
                            Words.of("line-items.ok", reply.body().size()))
                    : Finding.attention(line(), tried, Words.of("line-items.no-list"), lms.mend("grades"));
        }
    }

    private static Finding noGradebook(CheckLine line, CheckedPlace place, Lms lms) {
        return place.course() == null
                ? Finding.impossible(line, Words.of("no-course"), Words.of("mend.no-course"))
                : Finding.impossible(line, Words.of("line-items.no-service", place.course()), lms.mend("grades"));
    }

    private static Words mend(Probe.Reply reply, Lms lms) {
        return lms.mend(reply.isPassing() ? "service-down" : "grades");
    }

    /** Makes a column, sends a score, reads it and deletes the column, whatever happens in between. */
    private static final class ThrowAwayScore implements LineCheck {

        @Override
        public CheckLine line() {
            return CheckLine.SCORE;
        }

        @Override
        public Finding run(CheckedPlace place, Probe probe) {
            Lms lms = Lms.of(place.registration());
            URI container = place.lineItems();
            if (container == null) {
                return noGradebook(line(), place, lms);
            }
            Words tried = Words.of("score.tried", place.courseOrHost(), LABEL);
            Probe.Token token = probe.token(
                    place.registration(),
                    ServiceRight.scopes(List.of(ServiceRight.LINE_ITEM, ServiceRight.SCORE, ServiceRight.RESULT)));
            if (token.isAboutScopes()) {
                token = probe.token(
                        place.registration(), ServiceRight.scopes(List.of(ServiceRight.LINE_ITEM, ServiceRight.SCORE)));
            }
            if (token.token() == null) {
                return Finding.attention(
                        line(),
                        tried,
                        token.reply().inWords(),
                        token.isAboutScopes() ? lms.mend("grades") : lms.mend("token-first"));
            }
            Column column = new Column(container, token.token(), probe);
            column.clearLeftovers();
            Probe.Reply made = column.make(lms);
            if (!made.isSuccessful()) {
                boolean cleared = column.clearLeftovers(); // what came too late may have been made all the same
                Finding finding = Finding.attention(line(), tried, made.inWords(), GradeChecks.mend(made, lms));
                return made.response() == null && !cleared ? finding.mendedBy(left(lms)) : finding;
            }
            Finding finding;
            try {
                finding = withColumn(place, probe, column, tried);
            } finally {
                column.delete();
            }
            if (!column.isGone()) {
                log.warn("The throw-away column at {} could not be deleted", container.getHost());
                return Finding.attention(line(), tried, Words.of("score.left", LABEL), left(lms));
            }
            return finding;
        }

        private static Words left(Lms lms) {
            return lms.mend("left", LABEL);
        }

        private Finding withColumn(CheckedPlace place, Probe probe, Column column, Words tried) {
            Lms lms = Lms.of(place.registration());
            Optional<URI> item = column.address();
            if (item.isEmpty()) {
                return Finding.attention(line(), tried, Words.of("score.no-address"), lms.mend("service-down"));
            }
            List<String> people = people(place, probe);
            if (people.isEmpty()) {
                return Finding.impossible(line(), Words.of("score.nobody"), lms.mend("score-nobody"))
                        .tried(tried);
            }
            Probe.Reply sent = column.send(people.get(0), lms);
            for (int i = 1; i < people.size() && isAboutThePerson(sent); i++) {
                sent = column.send(people.get(i), lms);
            }
            if (!sent.isSuccessful()) {
                return Finding.attention(
                        line(), tried, sent.inWords(), lms.mend(sent.isPassing() ? "service-down" : "score"));
            }
            Probe.Reply results = column.results();
            if (!results.isSuccessful()) {
                return Finding.attention(
                        line(), tried, results.inWords(), lms.mend(results.isPassing() ? "service-down" : "results"));
            }
            return Column.holdsTheScore(results)
                    ? Finding.ok(line(), tried, Words.of("score.ok"))
                    : Finding.attention(line(), tried, Words.of("score.not-there"), lms.mend("score"));
        }

        /** Canvas says 422 of people who have left, Moodle 400 of assistants, whom it lists as learners. */
        private static boolean isAboutThePerson(Probe.Reply reply) {
            return reply.status() == 400 || reply.status() == 422;
        }

        /** Who checks, when they are a learner here; otherwise a few learners of the roster. */
        private static List<String> people(CheckedPlace place, Probe probe) {
            if (place.learner() != null) {
                return List.of(place.learner());
            }
            if (place.roster() == null) {
                return List.of();
            }
            Probe.Token token = probe.token(place.registration(), Set.of(ServiceRight.ROSTER.scope()));
            return token.token() == null
                    ? List.of()
                    : FirstPage.read(place, probe, token.token()).learners();
        }
    }

    /** The column that is made to be thrown away. */
    private static final class Column {

        private final URI container;
        private final String token;
        private final Probe probe;
        private final String resource = TAG + "-" + UUID.randomUUID();
        private @Nullable URI address;
        private boolean gone;

        Column(URI container, String token, Probe probe) {
            this.container = container;
            this.token = token;
            this.probe = probe;
        }

        Optional<URI> address() {
            return Optional.ofNullable(address);
        }

        boolean isGone() {
            return gone;
        }

        /** Deletes what an earlier check left behind, whose server died; false when the platform does not tell. */
        boolean clearLeftovers() {
            Probe.Reply list = probe.get(ServiceAddress.with(container, "tag", TAG), LineItemMessage.LIST, token);
            List<URI> leftovers = new ArrayList<>();
            for (JsonNode item : list.body()) {
                // Platforms that do not filter answer with everything.
                if (item.path("tag").asString("").equals(TAG)
                        && item.path("resourceId").asString("").startsWith(TAG + "-")) {
                    address(item.path("id").asString("")).ifPresent(leftovers::add);
                }
            }
            boolean all = list.isSuccessful();
            for (URI leftover : leftovers) {
                all &= probe.delete(leftover, token).isSuccessful();
            }
            return all;
        }

        Probe.Reply make(Lms lms) {
            LineItemMessage item = new LineItemMessage(
                    1, LABEL, null, resource, TAG, null, lms == Lms.CANVAS ? LineItemMessage.CanvasType.NONE : null);
            Probe.Reply made = probe.post(container, LineItemMessage.TYPE, item, token);
            if (made.isSuccessful()) {
                address = address(made.body().path("id").asString("")).orElse(null);
            }
            return made;
        }

        Probe.Reply send(String person, Lms lms) {
            // At Canvas kept as a result alone: no attempt, and nothing in the gradebook that people could see for a
            // moment.
            Score score = new Score(
                    probe.now(),
                    ActivityProgress.COMPLETED,
                    GradingProgress.FULLY_GRADED,
                    new Score.Given(1, 1),
                    null,
                    null,
                    true,
                    false,
                    null);
            return probe.post(
                    below("/scores"), ScoreMessage.TYPE, ScoreMessage.of(person, score, lms == Lms.CANVAS), token);
        }

        Probe.Reply results() {
            return probe.get(below("/results"), RESULTS, token);
        }

        static boolean holdsTheScore(Probe.Reply results) {
            for (JsonNode result : results.body()) {
                if (result.path("resultScore").asDouble(-1)
                        == result.path("resultMaximum").asDouble(1)) {
                    return true;
                }
            }
            return false;
        }

        void delete() {
            if (address == null) {
                gone = clearLeftovers();
                return;
            }
            for (int i = 0; i < 2 && !gone; i++) {
                Probe.Reply deleted = probe.delete(address, token);
                gone = deleted.isSuccessful() || deleted.status() == 404;
            }
        }

        private URI below(String path) {
            return ServiceAddress.below(Objects.requireNonNull(address), path);
        }

        private Optional<URI> address(String told) {
            return ServiceAddress.beside(container, told);
        }
    }
}
