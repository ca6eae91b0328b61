package dev.laurel.authoring;

import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What sharing needs of authoring: what a tenant has on offer, and drafts of what it adopts. */
@Component
public class Exchange {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Versions versions;
    private final Drafting drafting;

    Exchange(Versions versions, Drafting drafting) {
        this.versions = versions;
        this.drafting = drafting;
    }

    /**
     * A version of a tenant's.
     *
     * @param content the document as JSON
     * @param state a word, as in {@code authoring.state.*}
     */
    public record Written(
            VersionId id, TenantId tenant, String item, String version, String title, String content, String state) {

        /** Whether it is on offer, or was. */
        public boolean wasPublished() {
            return VersionState.valueOf(state).wasPublished();
        }

        /** Whether somebody still works on it, so that no other draft of the item should begin beside it. */
        public boolean isUnderWay() {
            VersionState now = VersionState.valueOf(state);
            return now == VersionState.DRAFT || now == VersionState.IN_REVIEW;
        }

        @Override
        public String toString() {
            return "Written[" + item + " " + version + ", " + state + "]";
        }
    }

    private static Written written(AuthoredVersion version) {
        return new Written(
                version.id(),
                version.tenant(),
                version.item(),
                version.version(),
                version.title(),
                version.content(),
                version.state().name());
    }

    /** The newest version on offer of each item, by title. */
    public List<Written> onOffer(TenantId tenant) {
        List<AuthoredVersion> offered = versions.onOffer(tenant);
        return offered.stream()
                .filter(one -> offered.stream()
                        .filter(other -> other.item().equals(one.item()))
                        .noneMatch(other -> Publishing.compareVersions(other.version(), one.version()) > 0))
                .map(Exchange::written)
                .toList();
    }

    /**
     * The version of an item that has the highest number. One that was set aside counts only where there is no other:
     * nobody goes on with it.
     */
    public Optional<Written> newest(TenantId tenant, String item) {
        List<AuthoredVersion> all = versions.ofItem(tenant, item);
        boolean none = all.stream().allMatch(version -> version.state() == VersionState.SET_ASIDE);
        return all.stream()
                .filter(version -> none || version.state() != VersionState.SET_ASIDE)
                .max((one, other) -> Publishing.compareVersions(one.version(), other.version()))
                .map(Exchange::written);
    }

    /** A version of that item and tenant. */
    public Optional<Written> find(TenantId tenant, String item, VersionId id) {
        return versions.ofItem(tenant, item).stream()
                .filter(version -> version.id().equals(id))
                .findFirst()
                .map(Exchange::written);
    }

    /**
     * Begins a draft of a new item under a name that nobody uses; whoever begins it counts as its writer.
     *
     * @param document without regard to its id and version
     */
    @Transactional
    public Written begin(StaffMember member, TenantId tenant, ObjectNode document) {
        ObjectNode own = document.deepCopy();
        own.put("version", "1.0.0");
        String item = drafting.freeName(Sheet.line(own.get("title")));
        return written(versions.get(member, drafting.begin(member, tenant, own, item)));
    }

    /**
     * Hands a draft in and publishes it: two people, as ever.
     *
     * @throws dev.laurel.system.Refusal when one of them may not, or the draft is not ready
     */
    @Transactional
    public void publish(StaffMember writer, StaffMember reviewer, Written draft) {
        versions.move(writer, draft.id(), Move.HAND_IN, "");
        versions.move(reviewer, draft.id(), Move.PUBLISH, "");
    }

    /** How much a version changes from another: the first of three numbers that differs says it. */
    private static Drafting.Step step(String before, String after) {
        String[] one = before.split("\\.", -1);
        String[] other = after.split("\\.", -1);
        if (!one[0].equals(other[0])) {
            return Drafting.Step.OTHER;
        }
        return one[1].equals(other[1]) ? Drafting.Step.WORDS : Drafting.Step.MORE;
    }

    /**
     * Begins a draft of an item's next version, numbered as its original went from one number to another.
     *
     * @param document without regard to its id and version
     * @throws dev.laurel.system.Refusal when a version of that number is there already
     */
    @Transactional
    public Written next(
            StaffMember member, TenantId tenant, String item, ObjectNode document, String before, String after) {
        // One that was set aside keeps its number: it may be brought back.
        String newest = versions.numbers(item).stream()
                .max(Publishing::compareVersions)
                .orElseThrow(() -> new IllegalArgumentException("Nothing is written under the id " + item));
        ObjectNode own = document.deepCopy();
        own.put("version", step(before, after).after(newest));
        return written(versions.get(member, drafting.begin(member, tenant, own, item)));
    }

    /** A document to work on. */
    public static ObjectNode document(String content) {
        return (ObjectNode) JSON.readTree(content);
    }
}
