package dev.laurel.submission;

import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.Locale;

/**
 * Something that an earner has to know in time, wherever they are. Names nobody.
 *
 * @param about the moment it speaks of: when evidence goes, when work closes or closed, when it was opened again, when
 *     a hold began or ended, when it was given or sent back, by when an answer is promised now, when an officer
 *     decided about a badge, until when its earner may answer, when they were asked
 */
public record EarnerNotice(SubmissionId submission, TenantId tenant, Kind kind, Instant about) {

    /** What it is about. */
    public enum Kind {
        EVIDENCE_GOES,
        CLOSES_SOON,
        CLOSED,
        REOPENED,
        /** A lead keeps it on hold. */
        ON_HOLD,
        /** The hold is over, and it is being scored or waits for it. */
        GOES_ON,
        /** The hold is over, and it is a draft again. */
        GIVEN_BACK,
        /** The hold is over, and a lead closed it. */
        CLOSED_BY_LEAD,
        /** It came back as incomplete. */
        RETURNED,
        /** A decision, or the answer to an appeal, takes longer than was promised. */
        LATER,
        /** A lead has answered an appeal. */
        APPEAL_ANSWERED,
        /** Those who score ask whether the work may serve people who learn to score. */
        MAY_OTHERS_LEARN,
        /** The badge that was earned waits for an officer of its issuer again. */
        BADGE_WAITS,
        /** An officer has released it, and it is signed. */
        BADGE_RELEASED,
        /** An officer has declined it. */
        BADGE_DECLINED,
        /** It may be revoked, and its earner has until then to answer. */
        BADGE_NOTICE,
        /** It was to be revoked, and stays. */
        BADGE_STAYS,
        BADGE_REVOKED,
        /** It does not count for now. */
        BADGE_SUSPENDED,
        /** It counts again. */
        BADGE_LIFTED;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** A reminder or a request, which may be declined; the others tell of what happens to somebody's own work. */
        public boolean isReminder() {
            return this == CLOSES_SOON || this == MAY_OTHERS_LEARN;
        }
    }
}
