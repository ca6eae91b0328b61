package dev.laurel.lti.services;

import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What the platform's gradebook holds now for a link (AGS 2.0, section 3.3): teachers may have changed it. */
@Component
public class Results {

    private static final String CONTAINER = "application/vnd.ims.lis.v2.resultcontainer+json";
    private static final int MOST_PAGES = 500;
    private static final int MOST_RESULTS = 50_000;
    /** Of a platform that gives the whole column whoever is asked about. */
    private static final int MOST_PAGES_FOR_ONE = 50;

    private static final double ROUNDING = 0.1;

    private final ScoreLinks links;
    private final ServiceLists lists;

    Results(ScoreLinks links, ServiceLists lists) {
        this.links = links;
        this.lists = lists;
    }

    /**
     * One cell of the gradebook.
     *
     * @param score in points of {@code maximum}; null when there is no grade
     */
    public record Result(
            LtiUserId user,
            @Nullable Double score,
            @Nullable Double maximum,
            @Nullable String comment) {

        /** The grade in percent; null when there is none. */
        public @Nullable Double percent() {
            if (score == null) {
                return null;
            }
            return maximum == null || maximum == 0 ? score : score * 100 / maximum;
        }

        /**
         * Whether this is that grade as platforms rescale and round it: a tenth of a percent apart at most, or its points
         * rounded.
         *
         * @param fewestDigits of a point, from 0 to 2: so far a platform may have rounded
         */
        public boolean isRounded(double percent, int fewestDigits) {
            Double found = percent();
            if (found == null || score == null) {
                return false;
            }
            if (Math.abs(found - percent) <= ROUNDING) {
                return true;
            }
            double points = maximum == null || maximum == 0 ? percent : percent * maximum / 100;
            for (int digits = 2; digits >= fewestDigits; digits--) {
                double units = Math.pow(10, digits);
                double scored = score * units;
                if (Math.abs(scored - Math.rint(scored)) < 1e-6 && Math.abs(scored - points * units) <= 0.5 + 1e-6) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * What was read of a column.
     *
     * @param grades of people who are known here
     * @param whole whether it was read to its end, so that who is not in it has no grade there
     */
    public record Held(List<Result> grades, boolean whole) {}

    /** All that the platform tells. @throws ScoreNotAccepted when it tells nothing */
    public Held of(ResourceLinkId link) throws ScoreNotAccepted {
        ScoreLink from = readable(link);
        URI all = ServiceAddress.below(lineItem(from), "/results");
        // Canvas gives ten at a time unless asked for more; Moodle breaks when asked for a number.
        URI first = from.registration().isOfFamily("canvas") ? ServiceAddress.with(all, "limit", "100") : all;
        return read(from, first, MOST_PAGES, item -> false);
    }

    /** The same for one account, read no further than to it; empty when the platform holds nothing for it. */
    public Optional<Result> of(ResourceLinkId link, LtiUserId user) throws ScoreNotAccepted {
        ScoreLink from = readable(link);
        Optional<String> subject = links.subject(user, from.registration().id());
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        URI first = ServiceAddress.with(ServiceAddress.below(lineItem(from), "/results"), "user_id", subject.get());
        return read(from, first, MOST_PAGES_FOR_ONE, item -> ServiceLists.text(item, "userId")
                        .equals(subject.get()))
                .grades()
                .stream()
                .filter(result -> result.user().equals(user))
                .findFirst();
    }

    private Held read(ScoreLink from, URI first, int mostPages, Predicate<JsonNode> last) throws ScoreNotAccepted {
        List<JsonNode> found = new ArrayList<>();
        boolean whole = lists.read(
                from.registration(), Set.of(ScoreLink.RESULT_READ_ONLY), first, CONTAINER, mostPages, item -> {
                    found.add(item);
                    return found.size() > MOST_RESULTS || last.test(item);
                });
        Map<String, LtiUserId> accounts = links.accounts(
                from,
                found.stream().map(item -> ServiceLists.text(item, "userId")).toList());
        List<Result> results = new ArrayList<>();
        for (JsonNode item : found) {
            LtiUserId user = accounts.get(ServiceLists.text(item, "userId"));
            if (user != null) {
                String comment = ServiceLists.text(item, "comment");
                results.add(new Result(
                        user,
                        number(item, "resultScore"),
                        number(item, "resultMaximum"),
                        comment.isEmpty() ? null : comment));
            }
        }
        return new Held(results, whole && found.size() <= MOST_RESULTS);
    }

    private ScoreLink readable(ResourceLinkId link) throws ScoreNotAccepted {
        ScoreLink from = links.settled(link)
                .orElseThrow(() -> new ScoreNotAccepted(Reason.NO_GRADEBOOK, "no such resource link", null));
        if (from.awaitsColumn()) {
            throw from.notNamed();
        }
        if (!from.may(ScoreLink.RESULT_READ_ONLY)) {
            throw new ScoreNotAccepted(
                    Reason.NOT_PERMITTED, from.registration().issuer() + " grants no right to read results", null);
        }
        return from;
    }

    private static URI lineItem(ScoreLink from) throws ScoreNotAccepted {
        URI known = from.lineItem();
        if (known == null) {
            throw new ScoreNotAccepted(Reason.NO_GRADEBOOK, "no line item is known for the link", null);
        }
        return known;
    }

    private static @Nullable Double number(JsonNode item, String member) {
        JsonNode value = item.path(member);
        return value.isNumber() ? value.asDouble() : null;
    }
}
