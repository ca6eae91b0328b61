package dev.laurel.lti.services;

import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The platform's score service (AGS 2.0, section 3.4). Finds or makes the line item when a launch named none. */
@Component
public class Scores {

    private final ScoreLinks links;
    private final LineItems lineItems;
    private final ServiceCalls calls;
    private final JsonMapper json;
    private final Clock clock;

    Scores(ScoreLinks links, LineItems lineItems, ServiceCalls calls, JsonMapper json, Clock clock) {
        this.links = links;
        this.lineItems = lineItems;
        this.calls = calls;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Sends one score; returns once the platform has accepted it. Never repeated here, except once with a fresh token
     * after a 401, once as no new attempt where the platform says that attempts are used up, and once to another line
     * item when the one known is gone. Belongs into no database transaction: it may take a minute.
     *
     * @throws ScoreNotAccepted when it will never be accepted as it is, or not now
     */
    public void send(ResourceLinkId link, LtiUserId user, Score score) throws ScoreNotAccepted {
        resend(link, user, score, 0);
    }

    /**
     * Sends a score that may have arrived before, with the timestamp that it had then. A platform that holds it refuses
     * it as too old (AGS 2.0, section 3.4.9), which is as good as accepting it: so nothing is counted, commented or
     * graded twice. Canvas lets an equal timestamp pass, hence each repetition there is a millisecond older.
     *
     * @param doubts how often this very score was sent before without a clear answer
     * @return whether the platform has little left to give, and is to be called less often
     */
    public boolean resend(ResourceLinkId link, LtiUserId user, Score score, int doubts) throws ScoreNotAccepted {
        ScoreLink to = links.settled(link)
                .orElseThrow(() -> new ScoreNotAccepted(Reason.NO_GRADEBOOK, "no such resource link", null));
        String subject = links.subject(user, to.registration().id())
                .orElseThrow(() -> new ScoreNotAccepted(Reason.REFUSED, "no such account at this platform", null));
        if (!to.may(ScoreLink.SCORE)) {
            Reason reason =
                    to.lineItem() == null && to.lineItems() == null ? Reason.NO_GRADEBOOK : Reason.NOT_PERMITTED;
            throw new ScoreNotAccepted(reason, to.registration().issuer() + " grants no right to send scores", null);
        }
        if (to.awaitsColumn()) {
            throw to.notNamed();
        }
        URI known = to.lineItem();
        Score sent = to.registration().isOfFamily("canvas") ? score.earlierBy(doubts) : score;
        try {
            try {
                return deliver(to, known != null ? known : lineItems.findOrMake(to), subject, sent);
            } catch (ScoreNotAccepted e) {
                if (e.reason() != Reason.LINE_ITEM_GONE) {
                    throw e;
                }
                return deliver(to, lineItems.replace(links.find(link).orElse(to)), subject, sent);
            }
        } catch (ScoreNotAccepted e) {
            if (doubts == 0 || e.reason() != Reason.TIMESTAMP_TOO_OLD) {
                throw e;
            }
            return false;
        }
    }

    private boolean deliver(ScoreLink to, URI lineItem, String subject, Score score) throws ScoreNotAccepted {
        OutboundResponse answer = post(to, lineItem, subject, score);
        if (Refusals.isAttemptsUsedUp(answer) && score.newSubmission()) {
            answer = post(to, lineItem, subject, score.asNoNewSubmission());
        }
        if (!answer.isSuccessful()) {
            throw Refusals.of(to.registration(), answer, clock.instant());
        }
        return Refusals.isScarce(to.registration(), answer);
    }

    /** Looks up in one go what sending to each of these accounts needs. */
    public void expect(Collection<LtiUserId> users) {
        links.expect(users);
    }

    /** Whose platform a link belongs to. */
    public Optional<RegistrationId> registrationOf(ResourceLinkId link) {
        return links.find(link).map(found -> found.registration().id());
    }

    /** How this platform treats a state without a grade, so that no grade is ever erased by one. */
    public GradeHandling gradeHandling(ResourceLinkId link) {
        return links.find(link)
                .filter(found -> found.registration().isOfFamily("canvas"))
                .map(found -> GradeHandling.KEEPS_WHEN_TOLD)
                .orElse(GradeHandling.MAY_ERASE);
    }

    /** The language that the platform gave this account's pages last; empty when its launches are forgotten. */
    public Optional<Locale> languageOf(LtiUserId user) {
        return links.language(user).map(Locale::forLanguageTag);
    }

    /** What a score without a grade does to a grade that is already there. */
    public enum GradeHandling {
        /** The platform can be told to keep it (Canvas). */
        KEEPS_WHEN_TOLD,
        /** The platform may erase it (Moodle and any platform not known better): never send one over a grade. */
        MAY_ERASE
    }

    private OutboundResponse post(ScoreLink to, URI lineItem, String subject, Score score) throws ScoreNotAccepted {
        ScoreMessage message = ScoreMessage.of(subject, score, to.registration().isOfFamily("canvas"));
        return calls.send(
                to.registration(),
                Set.of(ScoreLink.SCORE),
                OutboundRequest.post(
                        ServiceAddress.below(lineItem, "/scores"), ScoreMessage.TYPE, json.writeValueAsBytes(message)));
    }
}
