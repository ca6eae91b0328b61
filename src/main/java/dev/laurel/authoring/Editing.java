package dev.laurel.authoring;

import dev.laurel.authoring.Rearrangement.Taken;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Drafts under the hands of editors. A page is saved when it stands as its editor saw it; otherwise they are shown both
 * and choose, and what is written over is kept.
 */
@Component
class Editing {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_KEPT_SHOWN = 30;

    /** What was kept is a whole page that somebody wrote over. */
    static final String PAGE = "PAGE";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Versions versions;

    Editing(JdbcClient jdbc, Clock clock, Versions versions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.versions = versions;
    }

    /**
     * A form that was sent.
     *
     * @param seen digest of the page as its editor saw it
     * @param over whether they have seen what others wrote and want theirs all the same
     * @param act what to do with the rows once their words are saved, such as {@code add alignments}
     */
    record Posting(String seen, boolean over, String act, Entries entries) {}

    /** What became of a form. */
    sealed interface Outcome {

        /**
         * @param at element to go on at; empty for the top of the page
         * @param removed what was taken out, to be put back
         */
        record Saved(String at, @Nullable UUID removed) implements Outcome {}

        /** Nothing was saved, for others have saved the page meanwhile. */
        record Conflict(AuthoredVersion version, Sheet mine, Sheet theirs) implements Outcome {}

        /** The words were saved, but what was to be put back has lost its part. */
        record NotDone() implements Outcome {}
    }

    /** Something that was taken out or written over, newest first. */
    record Kept(UUID id, EditorSection section, String what, String label, Instant at, StaffId by) {}

    /** @throws MoveRefused when the version is not theirs to write, or no draft any more */
    @Transactional
    Outcome save(StaffMember member, VersionId id, EditorSection section, Posting posting) {
        AuthoredVersion version = versions.toWrite(member, id);
        ObjectNode document = (ObjectNode) JSON.readTree(version.content());
        Sheet theirs = Sheet.of(section, document);
        ObjectNode mine = document.deepCopy();
        posting.entries().fill(section, mine);
        boolean asSeen = theirs.digest().equals(posting.seen());
        Sheet wanted = Sheet.of(section, mine);
        if (!asSeen && !wanted.digest().equals(theirs.digest())) {
            return new Outcome.Conflict(version, wanted, theirs);
        }
        if (asSeen && posting.over() && !wanted.digest().equals(theirs.digest())) {
            ObjectNode page = JSON.createObjectNode();
            theirs.entries().forEach((name, values) -> values.forEach(page.putArray(name)::add));
            keep(version, member, section, PAGE, "", "", "", 0, page);
        }
        Outcome outcome = act(member, version, section, posting.act(), mine);
        versions.rewrite(member, version, mine);
        return outcome;
    }

    /** Adds standards that were picked, each once, after those that are there. */
    @Transactional
    void align(StaffMember member, VersionId id, String framework, List<Frameworks.Standard> picked) {
        AuthoredVersion version = versions.toWrite(member, id);
        ObjectNode document = (ObjectNode) JSON.readTree(version.content());
        ArrayNode alignments =
                document.get("alignments") instanceof ArrayNode known ? known : document.putArray("alignments");
        for (Frameworks.Standard standard : picked) {
            boolean there = alignments
                    .valueStream()
                    .anyMatch(known -> Sheet.line(known.get("framework")).equals(framework)
                            && Sheet.line(known.get("code")).equals(standard.code()));
            if (!there) {
                String words = standard.statement();
                ObjectNode alignment = alignments
                        .addObject()
                        .put("framework", framework)
                        .put("code", standard.code())
                        .put("note", words.length() > 1000 ? words.substring(0, 999) + "…" : words);
                if (!standard.address().isEmpty()) {
                    alignment.put("url", standard.address());
                }
            }
        }
        versions.rewrite(member, version, document);
    }

    /** Gives the badge a picture, or with null the one that Laurel draws. */
    @Transactional
    void picture(StaffMember member, VersionId id, @Nullable String image) {
        AuthoredVersion version = versions.toWrite(member, id);
        ObjectNode document = (ObjectNode) JSON.readTree(version.content());
        ObjectNode badge = document.get("badge") instanceof ObjectNode known ? known : document.putObject("badge");
        if (image == null) {
            badge.remove("image");
        } else {
            badge.put("image", image);
        }
        versions.rewrite(member, version, document);
    }

    private Outcome act(
            StaffMember member, AuthoredVersion version, EditorSection section, String act, ObjectNode document) {
        Rearrangement rows = new Rearrangement(section, document);
        String on = act.substring(act.indexOf(' ') + 1);
        return switch (act.substring(0, Math.max(0, act.indexOf(' ')))) {
            case "add" -> going(rows.add(on, document + keptWords(version)));
            case "up" -> going(rows.move(on, -1));
            case "down" -> going(rows.move(on, 1));
            case "remove" ->
                rows.remove(on)
                        .<Outcome>map(taken -> new Outcome.Saved(
                                "",
                                keep(
                                        version,
                                        member,
                                        section,
                                        taken.what().name(),
                                        taken.label(),
                                        taken.list(),
                                        taken.part(),
                                        taken.place(),
                                        taken.row())))
                        .orElse(new Outcome.Saved("", null));
            case "back" -> putBack(member, version, section, on, document, rows);
            default -> new Outcome.Saved("", null);
        };
    }

    private static Outcome going(Optional<String> row) {
        return new Outcome.Saved(row.map(Sheet::element).orElse(""), null);
    }

    private record KeptRow(String what, String label, String list, String part, int place, String content) {}

    private Outcome putBack(
            StaffMember member,
            AuthoredVersion version,
            EditorSection section,
            String kept,
            ObjectNode document,
            Rearrangement rows) {
        if (!kept.matches("[0-9a-f-]{36}")) {
            return new Outcome.Saved("", null);
        }
        UUID id = UUID.fromString(kept);
        KeptRow row = jdbc.sql("select what, label, list, part, place, content from authoring_kept"
                        + " where id = :id and version_id = :version and section = :section")
                .param("id", id)
                .param("version", version.id().value())
                .param("section", section.name())
                .query((found, number) -> new KeptRow(
                        found.getString("what"),
                        found.getString("label"),
                        found.getString("list"),
                        found.getString("part"),
                        found.getInt("place"),
                        found.getString("content")))
                .optional()
                .orElse(null);
        if (row == null) {
            return new Outcome.Saved("", null);
        }
        ObjectNode content = (ObjectNode) JSON.readTree(row.content());
        String at = "";
        if (row.what().equals(PAGE)) {
            ObjectNode page = JSON.createObjectNode();
            Sheet.of(section, document).entries().forEach((name, values) -> values.forEach(page.putArray(name)::add));
            new Entries(entries(content)).fill(section, document);
            keep(version, member, section, PAGE, "", "", "", 0, page);
        } else {
            Optional<String> back = rows.putBack(new Taken(
                    Field.Row.valueOf(row.what()), row.label(), row.list(), row.part(), row.place(), content));
            if (back.isEmpty()) {
                return new Outcome.NotDone();
            }
            at = Sheet.element(back.get());
        }
        jdbc.sql("delete from authoring_kept where id = :id").param("id", id).update();
        return new Outcome.Saved(at, null);
    }

    private static Map<String, List<String>> entries(ObjectNode page) {
        Map<String, List<String>> entries = new LinkedHashMap<>();
        for (String name : page.propertyNames()) {
            entries.put(
                    name, page.path(name).valueStream().map(JsonNode::asString).toList());
        }
        return entries;
    }

    private UUID keep(
            AuthoredVersion version,
            StaffMember member,
            EditorSection section,
            String what,
            String label,
            String list,
            String part,
            int place,
            ObjectNode content) {
        UUID id = Ids.next();
        jdbc.sql("insert into authoring_kept"
                        + " (id, tenant_id, version_id, section, what, label, list, part, place, content, kept_at, staff_id)"
                        + " values (:id, :tenant, :version, :section, :what, :label, :list, :part, :place, :content, :now,"
                        + " :staff)")
                .param("id", id)
                .param("tenant", version.tenant().value())
                .param("version", version.id().value())
                .param("section", section.name())
                .param("what", what)
                .param("label", label)
                .param("list", list)
                .param("part", part)
                .param("place", place)
                .param("content", content.toString())
                .param("now", Timestamp.from(clock.instant()))
                .param("staff", member.id().value())
                .update();
        return id;
    }

    /** What was taken out of a page or written over there lately, the newest first. */
    List<Kept> kept(AuthoredVersion version, EditorSection section) {
        return jdbc.sql("select id, what, label, kept_at, staff_id from authoring_kept where version_id = :version"
                        + " and section = :section order by kept_at desc, id desc fetch first " + MOST_KEPT_SHOWN
                        + " rows only")
                .param("version", version.id().value())
                .param("section", section.name())
                .query((row, number) -> new Kept(
                        row.getObject("id", UUID.class),
                        section,
                        row.getString("what"),
                        row.getString("label"),
                        row.getTimestamp("kept_at").toInstant(),
                        new StaffId(row.getObject("staff_id", UUID.class))))
                .list();
    }

    /** Ids in what may be put back are not given again. */
    private String keptWords(AuthoredVersion version) {
        return String.join(
                "\n",
                jdbc.sql("select content from authoring_kept where version_id = :version and what <> :page")
                        .param("version", version.id().value())
                        .param("page", PAGE)
                        .query(String.class)
                        .list());
    }
}
