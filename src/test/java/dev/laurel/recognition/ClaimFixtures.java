package dev.laurel.recognition;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.Badges;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.StaffId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Claims of teachers of a district, each for a badge of their own. */
public final class ClaimFixtures {

    private final ApplicationContext context;
    private final TenantId tenant;
    private final String code = "w" + UUID.randomUUID();

    /** Has a district lie with an authority of its own, which gives two hours for each badge. */
    public ClaimFixtures(ApplicationContext context, TenantId tenant) {
        this.context = context;
        this.tenant = tenant;
        TestRules.forDistrict(context, code);
        context.getBean(Recognition.class).settle(tenant, List.of(new AuthorityCode(code)), "a tester");
    }

    public String authority() {
        return code;
    }

    /** The badge of somebody new. @return its credential id */
    public String badge() {
        BadgeFixtures badges = new BadgeFixtures(context);
        return badges.earnedBy(tenant, new LtiUserId(UUID.randomUUID()), badges.hinge());
    }

    /** A claim of somebody new. */
    public ClaimId claim() {
        return claim(GivenNumbers.NONE);
    }

    /** A claim of somebody new who gives that number, which the authority's export asks for. */
    public ClaimId numbered(String number, boolean sent) {
        TestRules.asking(context, code);
        String field = "number-" + code;
        return claim(GivenNumbers.of(
                sent ? Map.of(field, number, field + "-sent", "true")::get : Map.of(field, number)::get,
                List.of(new Recognition.Ask(new AuthorityCode(code), "", "Your license"))));
    }

    ClaimId claim(GivenNumbers numbers) {
        BadgeFixtures badges = new BadgeFixtures(context);
        MicroCredential earned = badges.hinge();
        LtiUserId account = new LtiUserId(UUID.randomUUID());
        String credential = badges.earnedBy(tenant, account, earned);
        return context.getBean(Claims.class)
                .request(
                        tenant,
                        person(account),
                        award(credential),
                        earned,
                        code + "-hours",
                        Year.now(ZoneOffset.UTC).getValue() + 1,
                        new Claims.Said(numbers, ""));
    }

    /** A teacher of the district. */
    public LtiUserId teacher() {
        return new LtiUserId(UUID.randomUUID());
    }

    /** A badge more of this teacher, and a claim for it. @param cycle the year in which it ends; 0 for the one said before */
    public ClaimId claim(LtiUserId account, MicroCredential earned, String rule, int cycle) {
        String credential = new BadgeFixtures(context).earnedBy(tenant, account, earned);
        return claim(account, earned, credential, rule, cycle);
    }

    /** A claim for a badge that this teacher has. */
    public ClaimId claim(LtiUserId account, MicroCredential earned, String credential, String rule, int cycle) {
        return claim(account, earned, credential, rule, cycle, "");
    }

    /** The same. @param holder as whom, in the rule's words */
    ClaimId claim(LtiUserId account, MicroCredential earned, String credential, String rule, int cycle, String holder) {
        return context.getBean(Claims.class)
                .request(
                        tenant,
                        person(account),
                        award(credential),
                        earned,
                        rule,
                        cycle,
                        new Claims.Said(GivenNumbers.NONE, holder));
    }

    PersonId person(LtiUserId account) {
        return context.getBean(Persons.class).behind(tenant, account).orElseThrow();
    }

    private Award award(String credential) {
        return context.getBean(Badges.class)
                .of(
                        tenant,
                        new SubmissionId(context.getBean(JdbcClient.class)
                                .sql("select submission_id from badge_award where credential_id = :id")
                                .param("id", credential)
                                .query(UUID.class)
                                .single()))
                .orElseThrow();
    }

    /** An officer decides. */
    public void decide(ClaimId claim, ClaimState... states) {
        for (ClaimState state : states) {
            context.getBean(Claims.class)
                    .decide(tenant, claim, state, null, null, new StaffId(UUID.randomUUID()), "As the rule says");
        }
    }
}
