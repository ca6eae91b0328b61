package dev.laurel.sharing;

import dev.laurel.assessment.SharedAnchor;
import dev.laurel.sharing.BundleRefused.Reason;
import dev.laurel.system.Fault;
import dev.laurel.system.Section;
import dev.laurel.system.Sha256;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one organisation offers to others: the payload of the signed file, as docs/sharing.md describes it.
 *
 * @param id of the offer, the same for every bundle of it
 * @param number grows with every bundle of the offer
 * @param address where the newest bundle of the offer is found
 */
record Bundle(
        String id,
        int number,
        Instant issued,
        String organisation,
        String did,
        @Nullable String address,
        List<Item> items) {

    /** The {@code typ} of the signature. */
    static final String TYPE = "micro-credential-bundle+jws";

    /** Of the whole file, in bytes. */
    static final int LARGEST = 5 << 20;

    static final int MOST_ITEMS = 50;
    private static final int MOST_ANCHORS = 50;
    private static final String SCHEMA = "micro-credential-bundle/1";
    private static final int LINE = 300;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{1,99}");
    private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})");
    private static final Pattern DID = Pattern.compile("did:[a-z0-9]+:[A-Za-z0-9.%:_~-]{1,250}");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    Bundle {
        items = List.copyOf(items);
    }

    /**
     * One version of a micro-credential.
     *
     * @param hash SHA-256 of the bytes of {@code yaml}, in hexadecimal
     * @param yaml a catalogue file of one document, its rubric included
     * @param page of the version, for people
     */
    record Item(
            String id,
            String version,
            String title,
            String hash,
            String yaml,
            Licence licence,
            String attribution,
            @Nullable String page,
            List<SharedAnchor> anchors) {

        Item {
            anchors = List.copyOf(anchors);
        }

        boolean isWhole() {
            return hash.equals(Sha256.hex(yaml));
        }
    }

    /** As it is signed: fields in one order, so that the same bundle is the same text. */
    String payload() {
        ObjectNode bundle = JSON.createObjectNode()
                .put("schema", SCHEMA)
                .put("id", id)
                .put("number", number)
                .put("issued", issued.toString());
        bundle.putObject("organisation").put("name", organisation).put("did", did);
        putIfThere(bundle, "address", address);
        ArrayNode list = bundle.putArray("items");
        for (Item item : items) {
            ObjectNode one = list.addObject()
                    .put("id", item.id())
                    .put("version", item.version())
                    .put("title", item.title())
                    .put("hash", item.hash())
                    .put("yaml", item.yaml())
                    .put("attribution", item.attribution());
            putIfThere(one, "page", item.page());
            ObjectNode licence =
                    one.putObject("licence").put("name", item.licence().name());
            putIfThere(licence, "spdx", item.licence().spdx());
            putIfThere(licence, "url", item.licence().url());
            if (!item.anchors().isEmpty()) {
                ArrayNode anchors = one.putArray("anchors");
                item.anchors().forEach(anchor -> put(anchors.addObject(), anchor));
            }
        }
        return JSON.writeValueAsString(bundle);
    }

    private static void putIfThere(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void put(ObjectNode node, SharedAnchor anchor) {
        node.put("key", anchor.key()).put("name", anchor.name()).put("task", anchor.task());
        ArrayNode pieces = node.putArray("pieces");
        anchor.pieces().forEach(piece -> pieces.addObject()
                .put("for", piece.requirement())
                .put("kind", piece.kind())
                .put("text", piece.text()));
        ArrayNode scores = node.putArray("scores");
        anchor.scores().forEach(score -> scores.addObject()
                .put("criterion", score.criterion())
                .put("level", score.level())
                .put("why", score.why()));
    }

    /** Reads an anchor that {@link #text(SharedAnchor)} wrote. */
    static SharedAnchor anchor(String json) {
        return anchor(new Section("", (ObjectNode) JSON.readTree(json), (field, fault) -> {
            throw new IllegalStateException("A stored anchor is not readable: " + field);
        }));
    }

    static String text(SharedAnchor anchor) {
        ObjectNode node = JSON.createObjectNode();
        put(node, anchor);
        return JSON.writeValueAsString(node);
    }

    /**
     * Reads what was signed.
     *
     * @throws BundleRefused naming the first field that is not as it should be
     */
    static Bundle read(String payload) throws BundleRefused {
        JsonNode node;
        try {
            node = JSON.readTree(payload);
        } catch (JacksonException e) {
            throw new BundleRefused(Reason.NO_BUNDLE);
        }
        if (!(node instanceof ObjectNode fields)) {
            throw new BundleRefused(Reason.NO_BUNDLE);
        }
        if (!SCHEMA.equals(fields.path("schema").asString(""))) {
            throw new BundleRefused(Reason.OTHER_SCHEMA, SCHEMA);
        }
        List<String> wrong = new ArrayList<>();
        BiConsumer<String, Fault> tell = (field, fault) -> wrong.add(field.isEmpty() ? "items" : field);
        Bundle bundle = bundle(new Section("", fields, tell)).toTheLetter(fields);
        Set<String> seen = new HashSet<>();
        bundle.items().forEach(item -> {
            if (!seen.add(item.id())) {
                wrong.add("items");
            }
        });
        if (!wrong.isEmpty() || bundle.items().size() > MOST_ITEMS) {
            throw new BundleRefused(Reason.BAD_FORM, wrong.isEmpty() ? "items" : wrong.get(0));
        }
        return bundle;
    }

    /** With each file as it was written, for its hash is of every blank. */
    private Bundle toTheLetter(ObjectNode fields) {
        List<Item> whole = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            whole.add(new Item(
                    item.id(),
                    item.version(),
                    item.title(),
                    item.hash(),
                    fields.path("items").path(i).path("yaml").asString(item.yaml()),
                    item.licence(),
                    item.attribution(),
                    item.page(),
                    item.anchors()));
        }
        return new Bundle(id, number, issued, organisation, did, address, whole);
    }

    private record Organisation(String name, String did) {}

    private static Bundle bundle(Section section) {
        section.text("schema", LINE);
        Organisation organisation = section.section(
                "organisation",
                one -> new Organisation(one.text("name", LINE), one.text("did", DID, Fault.of("system.fault.text"))));
        Bundle bundle = new Bundle(
                section.text("id", LINE),
                section.integer("number", 1, Integer.MAX_VALUE),
                instant(section, "issued"),
                organisation.name(),
                organisation.did(),
                section.optionalAddress("address"),
                section.sections("items", 1, Bundle::item));
        section.end();
        return bundle;
    }

    private static Instant instant(Section section, String name) {
        try {
            return Instant.parse(section.text(name, 40));
        } catch (DateTimeException e) {
            section.problem(name, Fault.of("system.fault.day"));
            return Instant.EPOCH;
        }
    }

    private static Item item(Section section) {
        List<SharedAnchor> anchors = section.optionalSections("anchors", Bundle::anchor);
        if (anchors.size() > MOST_ANCHORS) {
            section.problem("anchors", Fault.of("system.fault.list"));
        }
        return new Item(
                section.text("id", ID, Fault.of("catalog.fault.id")),
                section.text("version", VERSION, Fault.of("catalog.fault.version")),
                section.text("title", LINE),
                section.text("hash", HASH, Fault.of("catalog.fault.hash")),
                section.text("yaml", LARGEST),
                section.section(
                        "licence",
                        licence -> new Licence(
                                licence.optionalText("spdx", 60),
                                licence.text("name", LINE),
                                licence.optionalAddress("url"))),
                section.text("attribution", 1000),
                section.optionalAddress("page"),
                anchors);
    }

    private static SharedAnchor anchor(Section section) {
        return new SharedAnchor(
                section.text("key", 100),
                section.text("name", 100),
                section.oneOf("task", Section.words("training", "training", "qualifying", "qualifying")),
                section.sections(
                        "pieces",
                        1,
                        piece -> new SharedAnchor.Piece(
                                piece.text("for", 100),
                                piece.oneOf("kind", Section.words("answer", "answer", "note", "note")),
                                piece.text("text", 10_000))),
                section.sections(
                        "scores",
                        1,
                        score -> new SharedAnchor.Score(
                                score.text("criterion", 100), score.text("level", 100), score.text("why", 10_000))));
    }
}
