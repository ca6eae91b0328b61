package dev.laurel.authoring;

import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Timestamp;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The frameworks that a tenant's authors brought in, to pick standards from. Each tenant has its own. */
@Component
class Frameworks {

    private static final int MOST_PICKED = 50;
    private static final int LONGEST_HEADING = 60;

    /** Where a framework has no codes of its own, an id stands for them, which says nothing. */
    private static final int LONGEST_CODE = 30;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final OutboundHttp http;
    private final TransactionOperations transaction;

    Frameworks(JdbcClient jdbc, Clock clock, OutboundHttp http, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.http = http;
        this.transaction = transaction;
    }

    /** A framework, without its items. */
    record Framework(UUID id, String title, String source, int items, Instant takenAt) {}

    /** A standard at its place in a framework. */
    record Standard(int place, int depth, String code, String statement, String kind, String levels, String address) {}

    /** The tenant's, by title; a hundred at most. */
    List<Framework> of(TenantId tenant) {
        return jdbc.sql("select id, title, source, items, taken_at from authoring_framework where tenant_id = :tenant"
                        + " order by title, id fetch first 100 rows only")
                .param("tenant", tenant.value())
                .query((row, number) -> new Framework(
                        row.getObject("id", UUID.class),
                        row.getString("title"),
                        row.getString("source"),
                        row.getInt("items"),
                        row.getTimestamp("taken_at").toInstant()))
                .list();
    }

    /**
     * Fetches a package and takes it in; from the address of a CFDocument, the package that it names.
     *
     * @throws CasePackage.Unreadable when nothing could be fetched from there, or it is no package
     */
    UUID fetch(StaffMember member, TenantId tenant, String typed) throws CasePackage.Unreadable {
        String address = typed.strip();
        byte[] found = fetched(address);
        Optional<String> named = CasePackage.namedBy(found);
        return named.isPresent()
                ? take(member, tenant, named.get(), fetched(named.get()))
                : take(member, tenant, address, found);
    }

    private byte[] fetched(String typed) throws CasePackage.Unreadable {
        URI address;
        try {
            address = new URI(typed);
        } catch (URISyntaxException e) {
            throw new CasePackage.Unreadable("address");
        }
        OutboundResponse answer;
        try {
            answer = http.send(OutboundRequest.get(address)
                    .with("Accept", "application/json")
                    .atMost(CasePackage.LARGEST_BYTES));
        } catch (OutboundFailure e) {
            throw new CasePackage.Unreadable(
                    switch (e.kind()) {
                        case FORBIDDEN -> "address";
                        case TOO_LARGE -> "too-large";
                        default -> "unreachable";
                    });
        }
        if (answer.status() != 200) {
            throw new CasePackage.Unreadable("unreachable");
        }
        return answer.body();
    }

    /**
     * Takes a package in; one that is here already is replaced.
     *
     * @param source where it came from: an address, or a file's name
     */
    UUID take(StaffMember member, TenantId tenant, String source, byte[] json) throws CasePackage.Unreadable {
        CasePackage read = CasePackage.read(json);
        if (read.title().isEmpty()) {
            throw new CasePackage.Unreadable("no-package");
        }
        return transaction.execute(status -> store(member, tenant, source, read));
    }

    private UUID store(StaffMember member, TenantId tenant, String source, CasePackage read) {
        jdbc.sql("insert into authoring_framework (id, tenant_id, identifier, title, source, items, taken_at, taken_by)"
                        + " values (:id, :tenant, :identifier, :title, :source, 0, :now, :by) on conflict do nothing")
                .param("id", Ids.next())
                .param("tenant", tenant.value())
                .param("identifier", read.identifier())
                .param("title", read.title())
                .param("source", "")
                .param("now", Timestamp.from(clock.instant()))
                .param("by", member.id().value())
                .update();
        UUID id = jdbc.sql("select id from authoring_framework where tenant_id = :tenant and identifier = :identifier"
                        + " for update")
                .param("tenant", tenant.value())
                .param("identifier", read.identifier())
                .query(UUID.class)
                .single();
        jdbc.sql("update authoring_framework set title = :title, source = :source, items = :items, taken_at = :now,"
                        + " taken_by = :by where id = :id")
                .param("title", read.title())
                .param("source", source.substring(0, Math.min(2000, source.length())))
                .param("items", read.items().size())
                .param("now", Timestamp.from(clock.instant()))
                .param("by", member.id().value())
                .param("id", id)
                .update();
        jdbc.sql("delete from authoring_framework_item where framework_id = :id")
                .param("id", id)
                .update();
        int place = 0;
        for (CasePackage.Item item : read.items()) {
            jdbc.sql("insert into authoring_framework_item"
                            + " (framework_id, place, depth, code, statement, kind, levels, address, folded)"
                            + " values (:id, :place, :depth, :code, :statement, :kind, :levels, :address, :folded)")
                    .param("id", id)
                    .param("place", place++)
                    .param("depth", item.depth())
                    .param("code", item.code())
                    .param("statement", item.statement())
                    .param("kind", item.kind())
                    .param("levels", item.levels())
                    .param("address", item.address())
                    .param("folded", folded(item.code() + " " + item.statement()))
                    .update();
        }
        return id;
    }

    private static String folded(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
        return plain.substring(0, Math.min(2200, plain.length()));
    }

    /** @throws NotFound when the tenant has none of that id */
    Framework get(TenantId tenant, UUID id) {
        return of(tenant).stream()
                .filter(framework -> framework.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFound("No framework " + id));
    }

    /**
     * The items that hold all the words, in the order of the framework.
     *
     * @param page from 0
     */
    List<Standard> search(Framework framework, String words, int page, int pageSize) {
        return query(
                        "select place, depth, code, statement, kind, levels, address from authoring_framework_item"
                                + " where framework_id = :id" + where(words)
                                + " order by place offset :offset rows fetch first :size rows only",
                        framework,
                        words)
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query((row, number) -> new Standard(
                        row.getInt("place"),
                        row.getInt("depth"),
                        row.getString("code"),
                        row.getString("statement"),
                        row.getString("kind"),
                        row.getString("levels"),
                        row.getString("address")))
                .list();
    }

    /** What each of these stands under, from the top, for those that were found far from their headings. */
    Map<Integer, String> headings(Framework framework, List<Standard> found) {
        if (found.isEmpty()) {
            return Map.of();
        }
        Map<Integer, String> headings = new HashMap<>();
        Map<Integer, Standard> wanted = found.stream().collect(Collectors.toMap(Standard::place, one -> one));
        List<String> above = new ArrayList<>();
        jdbc.sql("select place, depth, code, statement from authoring_framework_item where framework_id = :id"
                        + " and place <= :last order by place")
                .param("id", framework.id())
                .param("last", found.get(found.size() - 1).place())
                .query(row -> {
                    int depth = row.getInt("depth");
                    while (above.size() > depth) {
                        above.remove(above.size() - 1);
                    }
                    if (wanted.containsKey(row.getInt("place"))) {
                        headings.put(row.getInt("place"), String.join(" › ", above));
                    }
                    String words = row.getString("statement");
                    String code = row.getString("code");
                    boolean named = code.length() < LONGEST_CODE && !words.startsWith(code);
                    above.add((named ? code + " " : "")
                            + (words.length() > LONGEST_HEADING
                                    ? words.substring(0, LONGEST_HEADING - 1).strip() + "…"
                                    : words));
                });
        return headings;
    }

    int count(Framework framework, String words) {
        return query(
                        "select count(*) from authoring_framework_item where framework_id = :id" + where(words),
                        framework,
                        words)
                .query(Integer.class)
                .single();
    }

    private static List<String> words(String words) {
        List<String> each = new ArrayList<>();
        for (String word : folded(words).split("\\s+", -1)) {
            if (!word.isEmpty() && each.size() < 8) {
                each.add(word);
            }
        }
        return each;
    }

    private static String where(String words) {
        StringBuilder where = new StringBuilder();
        for (int i = 0; i < words(words).size(); i++) {
            where.append(" and folded like :word").append(i).append(" escape '!'");
        }
        return where.toString();
    }

    private JdbcClient.StatementSpec query(String sql, Framework framework, String words) {
        JdbcClient.StatementSpec query = jdbc.sql(sql).param("id", framework.id());
        List<String> each = words(words);
        for (int i = 0; i < each.size(); i++) {
            String plain = each.get(i).replace("!", "!!").replace("%", "!%").replace("_", "!_");
            query = query.param("word" + i, "%" + plain + "%");
        }
        return query;
    }

    /** Those at the given places, fifty at most. */
    List<Standard> at(Framework framework, Collection<Integer> places) {
        if (places.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select place, depth, code, statement, kind, levels, address from authoring_framework_item"
                        + " where framework_id = :id and place in (:places) order by place fetch first " + MOST_PICKED
                        + " rows only")
                .param("id", framework.id())
                .param("places", places)
                .query((row, number) -> new Standard(
                        row.getInt("place"),
                        row.getInt("depth"),
                        row.getString("code"),
                        row.getString("statement"),
                        row.getString("kind"),
                        row.getString("levels"),
                        row.getString("address")))
                .list();
    }
}
