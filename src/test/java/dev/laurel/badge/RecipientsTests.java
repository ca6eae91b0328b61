package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecipientsTests {

    private static final String SHA256 = "sha256$" + "6f7dd4a7d2f9d6fd1ee7c9eb5ea1fa4ec6ab2f6a51c3a2b8e8e3d9b8a2ac2a3e";

    @Test
    void takesNothingForAnAddressThatIsNone() {
        assertThat(of("{}").nobody()).isTrue();
        assertThat(of("{\"credentialSubject\":[]}").nobody()).isTrue();
        assertThat(of("{\"credentialSubject\":{\"id\":\"urn:uuid:1\",\"identifier\":[3,\"a\"]}}")
                        .nobody())
                .isTrue();
        assertThat(of("{\"credentialSubject\":{\"identifier\":{\"identityType\":\"ltiUserId\",\"hashed\":false,"
                                + "\"identityHash\":\"ana@example.org\"}}}")
                        .nobody())
                .as("an account's number that looks like an address")
                .isTrue();
    }

    @Test
    void refusesHashesOfOthersAndOfUnknownKinds() {
        assertThat(of(identity("true", SHA256, "salt")).include("ana@example.org"))
                .isFalse();
        assertThat(of(identity("true", "sha1$abc", "")).include("ana@example.org"))
                .isFalse();
        assertThat(of(identity("true", "ana@example.org", "")).include("ana@example.org"))
                .as("said to be hashed, and is not")
                .isFalse();
    }

    @Test
    void knowsAnAddressInWhateverCapitalsAndHoweverItIsHashed() {
        Recipient ours = Recipient.withEmail("Ana@Example.org", new SecureRandom());
        String badge = "{\"credentialSubject\":{\"identifier\":[" + ours.toJson() + "]}}";
        assertThat(of(badge).include(" ana@EXAMPLE.org ")).isTrue();
        assertThat(of(badge).include("ann@example.org")).isFalse();
        // md5("Ana@Example.org" + "s")
        String md5 = "md5$" + HexFormat.of().formatHex(md5("Ana@Example.orgs"));
        assertThat(of(identity("true", md5, "s")).include("Ana@Example.org")).isTrue();
        assertThat(of(identity("false", "Ana@example.org", "")).include("ana@example.org"))
                .isTrue();
        assertThat(of("{\"credentialSubject\":{\"id\":\"mailto:ana@example.org\"}}")
                        .include("ana@example.org"))
                .isTrue();
        assertThat(of("{\"recipient\":{\"type\":\"email\",\"identity\":\"ana@example.org\"}}")
                        .include("ana@example.org"))
                .isTrue();
    }

    private static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String identity(String hashed, String text, String salt) {
        return "{\"credentialSubject\":{\"identifier\":{\"type\":\"IdentityObject\",\"identityType\":\"emailAddress\","
                + "\"hashed\":" + hashed + ",\"identityHash\":\"" + text + "\",\"salt\":\"" + salt + "\"}}}";
    }

    private static Recipients of(String json) {
        return Recipients.of(CredentialController.read(json));
    }
}
