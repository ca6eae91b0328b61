package dev.laurel.sharing;

import dev.laurel.authoring.Exchange;
import dev.laurel.badge.IssuerSeal;
import dev.laurel.badge.IssuerSeal.Opened;
import dev.laurel.catalog.DocumentCheck;
import dev.laurel.catalog.Publishing;
import dev.laurel.sharing.BundleRefused.Reason;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Fetches bundles, and finds out whether one is to be believed and can be used. */
@Component
class BundleCheck {

    private static final byte[] ZIP = {'P', 'K'};

    private final IssuerSeal seal;
    private final Publishing publishing;
    private final Offers offers;
    private final OutboundHttp outside;
    private final LaurelSettings settings;
    private final JdbcClient jdbc;

    BundleCheck(
            IssuerSeal seal,
            Publishing publishing,
            Offers offers,
            OutboundHttp outside,
            LaurelSettings settings,
            JdbcClient jdbc) {
        this.seal = seal;
        this.publishing = publishing;
        this.offers = offers;
        this.outside = outside;
        this.settings = settings;
        this.jdbc = jdbc;
    }

    /**
     * A bundle that is in order.
     *
     * @param key of whoever signed it, as a JWK
     * @param kept whether the signature was held against a key that was kept, for the signer could not be reached
     * @param contents the documents as they would be stored, by the id of the item
     */
    record Checked(String sealed, Bundle bundle, String key, boolean kept, Map<String, String> contents) {

        ObjectNode document(String item) {
            return Exchange.document(Objects.requireNonNull(contents.get(item)));
        }
    }

    /** What lies at an address. @throws BundleRefused when nothing does that could be a bundle */
    byte[] fetch(String typed) throws BundleRefused {
        String own = settings.at("/bundles/").toString();
        String plain = typed.strip();
        if (plain.startsWith(own)) {
            return offers.sealed(plain.substring(own.length()))
                    .orElseThrow(() -> new BundleRefused(Reason.GONE))
                    .getBytes(StandardCharsets.UTF_8);
        }
        OutboundResponse answer;
        try {
            answer = outside.send(OutboundRequest.get(new URI(plain))
                    .with("Accept", "application/jose")
                    .atMost(Bundle.LARGEST));
        } catch (URISyntaxException e) {
            throw new BundleRefused(Reason.ADDRESS);
        } catch (OutboundFailure e) {
            throw new BundleRefused(
                    switch (e.kind()) {
                        case FORBIDDEN -> Reason.ADDRESS;
                        case TOO_LARGE -> Reason.TOO_LARGE;
                        default -> Reason.UNREACHABLE;
                    });
        }
        if (answer.status() == 404 || answer.status() == 410) {
            throw new BundleRefused(Reason.GONE);
        }
        if (answer.status() != 200) {
            throw new BundleRefused(Reason.UNREACHABLE);
        }
        return answer.body();
    }

    /**
     * Checks a bundle for a tenant: form, signature, hashes, licences and the rules of files.
     *
     * @throws BundleRefused with the first thing that is wrong
     */
    Checked check(TenantId tenant, byte[] file) throws BundleRefused {
        if (file.length == 0) {
            throw new BundleRefused(Reason.NOTHING);
        }
        if (file.length > Bundle.LARGEST) {
            throw new BundleRefused(Reason.TOO_LARGE);
        }
        if (file.length > 1 && file[0] == ZIP[0] && file[1] == ZIP[1]) {
            throw new BundleRefused(Reason.ZIP);
        }
        String text = new String(file, StandardCharsets.UTF_8).strip();
        Opened opened = seal.open(text, Bundle.TYPE, did -> keptKey(tenant, did));
        switch (opened.outcome()) {
            case NOT_SEALED -> throw new BundleRefused(Reason.NO_BUNDLE);
            case NOT_REACHED -> throw new BundleRefused(Reason.UNKNOWN_SIGNER, opened.did());
            case NOT_PUBLISHED -> throw new BundleRefused(Reason.KEY_NOT_LISTED, opened.did());
            case BROKEN -> throw new BundleRefused(Reason.TAMPERED, opened.did());
            case PUBLISHED_KEY, KEPT_KEY -> {}
        }
        Bundle bundle = Bundle.read(opened.payload());
        if (!bundle.did().equals(opened.did())) {
            throw new BundleRefused(Reason.TAMPERED, opened.did());
        }
        if (offers.isOwn(tenant, bundle.did())) {
            throw new BundleRefused(Reason.OWN);
        }
        Map<String, String> contents = new LinkedHashMap<>();
        for (Bundle.Item item : bundle.items()) {
            contents.put(item.id(), content(item));
        }
        return new Checked(
                text, bundle, opened.key(), opened.outcome() == IssuerSeal.Outcome.KEPT_KEY, Map.copyOf(contents));
    }

    private String content(Bundle.Item item) throws BundleRefused {
        if (!item.isWhole()) {
            throw new BundleRefused(Reason.BAD_HASH, item.title());
        }
        DocumentCheck read = publishing.read(item.id(), item.yaml().getBytes(StandardCharsets.UTF_8));
        DocumentCheck.Readable document = read.document();
        if (document == null) {
            DocumentCheck.Problem first = read.problems().get(0);
            throw new BundleRefused(
                    Reason.BAD_CONTENT,
                    item.title(),
                    first.field(),
                    first.fault().sentence());
        }
        if (!document.id().equals(item.id()) || !document.version().equals(item.version())) {
            throw new BundleRefused(Reason.BAD_CONTENT, item.title(), "id", "");
        }
        String licence = Exchange.document(document.content())
                .path("license")
                .path("name")
                .asString("");
        if (!licence.equals(item.licence().name())) {
            throw new BundleRefused(Reason.LICENCE, item.title());
        }
        return document.content();
    }

    private Optional<String> keptKey(TenantId tenant, String did) {
        return jdbc.sql("select jwk from sharing_known_key where tenant_id = :tenant and did = :did")
                .param("tenant", tenant.value())
                .param("did", did)
                .query(String.class)
                .optional();
    }
}
