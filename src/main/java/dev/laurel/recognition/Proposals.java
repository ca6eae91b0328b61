package dev.laurel.recognition;

import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes of rules by two pairs of eyes. Every proposal is kept, whatever became of it. */
@Component
class Proposals {

    private static final int LONGEST_WORDS = 2000;
    private static final String COLUMNS = "select id, authorities, content, words, state, proposed_by, proposed_name,"
            + " proposed_at, decided_by, decided_name, decided_at, decided_words from recognition_proposal";

    private final JdbcClient jdbc;
    private final RulesImport rules;
    private final Clock clock;

    Proposals(JdbcClient jdbc, RulesImport rules, Clock clock) {
        this.jdbc = jdbc;
        this.rules = rules;
        this.clock = clock;
    }

    /** Why something was not done; the name, in lower case, ends the key of its message. */
    enum Refusal {
        NONE,
        NO_WORDS,
        NOTHING_NEW,
        NOT_YOURS,
        OWN,
        /** Its rules hold for districts that this person does not look after, too. */
        OPERATOR_ONLY,
        MOVED_ON,
        NO_LONGER_FITS
    }

    /**
     * What a file would change.
     *
     * @throws InvalidRules with every problem of every document
     */
    List<RuleChange> preview(String content) {
        return rules.changes("file", content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param changes of the file, as previewed
     * @param may the authorities that this person looks after
     */
    static Refusal mayPropose(List<RuleChange> changes, Collection<AuthorityCode> may) {
        if (!changes.stream().map(RuleChange::authority).allMatch(may::contains)) {
            return Refusal.NOT_YOURS;
        }
        return changes.stream().allMatch(change -> change.state() == RuleChange.State.SAME)
                ? Refusal.NOTHING_NEW
                : Refusal.NONE;
    }

    /** Stores a proposal for somebody else to look at. @throws InvalidRules when the file cannot be taken over */
    @Transactional
    public Refusal propose(StaffMember by, String content, String words, Collection<AuthorityCode> may) {
        List<RuleChange> changes = preview(content);
        Refusal refusal = mayPropose(changes, may);
        if (refusal != Refusal.NONE) {
            return refusal;
        }
        if (words.isBlank()) {
            return Refusal.NO_WORDS;
        }
        jdbc.sql("insert into recognition_proposal (id, authorities, content, words, state, proposed_by, proposed_name,"
                        + " proposed_at) values (:id, :authorities, :content, :words, 'OPEN', :by, :name, :now)")
                .param("id", Ids.next())
                .param(
                        "authorities",
                        String.join(
                                " ",
                                changes.stream()
                                        .map(change -> change.authority().value())
                                        .distinct()
                                        .toList()))
                .param("content", content)
                .param("words", bounded(words))
                .param("by", by.id().value())
                .param("name", by.displayName())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return Refusal.NONE;
    }

    /**
     * Takes the file over, or declines it for good. Nobody decides on their own proposal, but where nobody else could: then
     * they say why, and the history of what they change says that it was one person.
     *
     * @param may the authorities that this person looks after
     * @param alone those of them whose rules hold for nobody but this person's districts
     * @param nobodyElse whether there is nobody else who could decide
     */
    @Transactional
    public Refusal decide(
            StaffMember by,
            UUID id,
            boolean approve,
            String words,
            Collection<AuthorityCode> may,
            Collection<AuthorityCode> alone,
            boolean nobodyElse) {
        Optional<Proposal> found = find(id).filter(proposal -> may.containsAll(proposal.authorities()));
        if (found.isEmpty()) {
            return Refusal.NOT_YOURS;
        }
        Proposal proposal = found.get();
        boolean own = proposal.proposedBy().equals(by.id());
        if (own && !nobodyElse) {
            return Refusal.OWN;
        }
        if (approve && !alone.containsAll(proposal.authorities())) {
            return Refusal.OPERATOR_ONLY;
        }
        if ((!approve || own) && words.isBlank()) {
            return Refusal.NO_WORDS;
        }
        int moved = jdbc.sql("update recognition_proposal set state = :state, decided_by = :by, decided_name = :name,"
                        + " decided_at = :now, decided_words = :words where id = :id and state = 'OPEN'")
                .param("state", approve ? "APPROVED" : "DECLINED")
                .param("by", by.id().value())
                .param("name", by.displayName())
                .param("now", Timestamp.from(clock.instant()))
                .param("words", words.isBlank() ? null : bounded(words))
                .param("id", id)
                .update();
        if (moved == 0) {
            return Refusal.MOVED_ON;
        }
        if (approve) {
            String who = own
                    ? by.displayName() + ", approved by nobody else: there was nobody"
                    : proposal.proposedName() + ", approved by " + by.displayName();
            rules.take(
                    "file",
                    proposal.content().getBytes(StandardCharsets.UTF_8),
                    who.length() > 255 ? who.substring(0, 255) : who,
                    false);
        }
        return Refusal.NONE;
    }

    private static String bounded(String words) {
        String stripped = words.strip();
        return stripped.length() > LONGEST_WORDS ? stripped.substring(0, LONGEST_WORDS) : stripped;
    }

    Optional<Proposal> find(UUID id) {
        return jdbc.sql(COLUMNS + " where id = :id")
                .param("id", id)
                .query((row, number) -> proposal(row))
                .optional();
    }

    /** Those to decide, the oldest first, at most a hundred. */
    List<Proposal> open() {
        return jdbc.sql(COLUMNS + " where state = 'OPEN' order by proposed_at, id fetch first 100 rows only")
                .query((row, number) -> proposal(row))
                .list();
    }

    /** Whether a proposal that waits makes or changes a document of that name. */
    boolean names(String name) {
        Pattern named = Pattern.compile("(?m)^id: [\"']?" + Pattern.quote(name) + "[\"']?\\s*$");
        return open().stream()
                .anyMatch(proposal -> named.matcher(proposal.content()).find());
    }

    /** Those decided, the latest first, at most a hundred. */
    List<Proposal> decided() {
        return jdbc.sql(COLUMNS + " where state <> 'OPEN' order by proposed_at desc, id desc fetch first 100 rows only")
                .query((row, number) -> proposal(row))
                .list();
    }

    private static Proposal proposal(ResultSet row) throws SQLException {
        Timestamp decided = row.getTimestamp("decided_at");
        UUID decidedBy = row.getObject("decided_by", UUID.class);
        return new Proposal(
                row.getObject("id", UUID.class),
                Arrays.stream(row.getString("authorities").split(" "))
                        .map(AuthorityCode::new)
                        .toList(),
                row.getString("content"),
                row.getString("words"),
                Proposal.State.valueOf(row.getString("state")),
                new StaffId(row.getObject("proposed_by", UUID.class)),
                row.getString("proposed_name"),
                row.getTimestamp("proposed_at").toInstant(),
                decidedBy == null ? null : new StaffId(decidedBy),
                row.getString("decided_name"),
                decided == null ? null : decided.toInstant(),
                row.getString("decided_words"));
    }
}
