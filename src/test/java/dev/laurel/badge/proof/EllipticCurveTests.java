package dev.laurel.badge.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.apicatalog.rdf.canon.RdfCanon;
import com.apicatalog.rdf.nquads.NQuadsReader;
import com.apicatalog.rdf.nquads.NQuadsWriter;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

/**
 * Proofs by P-384 that others made: the examples of the specification, and badges that were signed by Digital Bazaar's
 * JavaScript libraries (ecdsa-rdfc-2019-cryptosuite 1.3.0, ecdsa-jcs-2019-cryptosuite).
 *
 * @see <a href="https://www.w3.org/TR/vc-di-ecdsa/#test-vectors">Data Integrity ECDSA Cryptosuites 1.0, test vectors</a>
 */
class EllipticCurveTests {

    private static final Multikey OF_THE_SPECIFICATION =
            new Multikey("z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ");

    private static String text(String file) throws IOException {
        return new ClassPathResource("dev/laurel/badge/elsewhere/" + file).getContentAsString(StandardCharsets.UTF_8);
    }

    private static JsonObject json(String file) throws IOException {
        try (JsonReader reader = Json.createReader(new StringReader(text(file)))) {
            return reader.readObject();
        }
    }

    private static Multikey named(JsonObject signed) {
        String method = signed.getJsonObject("proof").getString("verificationMethod");
        return new Multikey(method.substring(method.indexOf('#') + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecdsa-rdfc-2019-p384.json", "ecdsa-jcs-2019-p384.json"})
    void badgesThatAnotherLibrarySignedAreGenuineAndNoneOnceTheyAreChanged(String file) throws Exception {
        JsonObject signed = json(file);
        Multikey key = named(signed);
        assertThat(key.kind()).isEqualTo(Multikey.Kind.P384);
        assertThat(Proof.of(signed).get(0).isBy(key)).isTrue();
        assertThat(Proof.of(signed).get(0).isBy(OF_THE_SPECIFICATION)).isFalse();
        JsonObject changed =
                Json.createObjectBuilder(signed).add("name", "Another badge").build();
        assertThat(Proof.of(changed).get(0).isBy(key)).isFalse();
        JsonObject later = Json.createObjectBuilder(signed)
                .add(
                        "proof",
                        Json.createObjectBuilder(signed.getJsonObject("proof")).add("created", "2026-01-02T03:04:06Z"))
                .build();
        assertThat(Proof.of(later).get(0).isBy(key)).isFalse();
    }

    @Test
    void theExampleOfTheSpecificationIsGenuineAsText() throws Exception {
        assertThat(Proof.of(json("w3c-ecdsa-jcs-2019-p384.json")).get(0).isBy(OF_THE_SPECIFICATION))
                .isTrue();
    }

    /** Its context is not known here, so what was made of it is compared from its triples on. */
    @Test
    void theExampleOfTheSpecificationIsGenuineAsTriplesThatAreNumberedBySha384() throws Exception {
        String published = text("w3c-ecdsa-rdfc-2019-p384.nq");
        RdfCanon canon = RdfCanon.create(Multikey.Kind.P384.digest());
        // Other labels than those that are to come out of it.
        String relabelled = published
                .replace("_:c14n0", "_:x")
                .replace("_:c14n2", "_:c14n0")
                .replace("_:x", "_:c14n2");
        new NQuadsReader(new StringReader(relabelled)).provide(canon);
        StringWriter canonical = new StringWriter();
        canon.provide(new NQuadsWriter(canonical));
        assertThat(canonical.toString()).isEqualTo(published);

        String both =
                "e32805a26492eac777aa7a138f6d8da3c74e0c7be7b296dcaccf97420c3b92eaad7be6449ca565e165031567f5c7cbc1";
        byte[] message = HexFormat.of()
                .parseHex(both
                        + HexFormat.of()
                                .formatHex(DataIntegrity.hash(Multikey.Kind.P384.digest(), canonical.toString())));
        byte[] signature =
                Base58.decode("rgAixbog7Uo9J9uyGfBi5FPDY459PZbuf52u6bEW424McKL55iVHUn1QjbRLFP25oapNtLRd7iGZHuSqZf3D"
                        + "E1VuEgACDDmwP1Z77YC9QCxD37h8Mgh1QEpefuL5CKpk1oH");
        assertThat(OF_THE_SPECIFICATION.verifies(message, signature)).isTrue();
        message[0]++;
        assertThat(OF_THE_SPECIFICATION.verifies(message, signature)).isFalse();
    }

    @Test
    void aSignatureOfALengthThatNoKeyMakesIsNone() throws Exception {
        JsonObject signed = json("ecdsa-jcs-2019-p384.json");
        JsonObject cut = Json.createObjectBuilder(signed)
                .add(
                        "proof",
                        Json.createObjectBuilder(signed.getJsonObject("proof"))
                                .add("proofValue", "z" + Base58.encode(new byte[95])))
                .build();
        assertThat(catchThrowableOfType(Proof.Unreadable.class, () -> Proof.of(cut))
                        .reason())
                .isEqualTo(Proof.Unreadable.Reason.INCOMPLETE);
    }
}
