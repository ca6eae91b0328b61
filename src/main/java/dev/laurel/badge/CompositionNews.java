package dev.laurel.badge;

import dev.laurel.person.PersonId;
import dev.laurel.submission.EarnerNotice;
import dev.laurel.tenant.TenantId;
import java.time.Instant;

/**
 * What an officer, or a rule of its author's, did to a badge that is made of others, and its earner has to know. Badges of
 * submissions are told of by {@link EarnerNotice}.
 *
 * @param name of the badge
 * @param kind one of those about badges that are issued
 * @param about when it was decided; of a notice, until when its earner may answer
 */
public record CompositionNews(
        String credentialId, TenantId tenant, PersonId earner, String name, EarnerNotice.Kind kind, Instant about) {}
