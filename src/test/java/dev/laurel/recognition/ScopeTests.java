package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.recognition.Scope.Of;
import dev.laurel.recognition.Scope.Offer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule speaks of, by who issued it, however its issuer is known, and by tags. */
class ScopeTests {

    private static Offer by(String issuer, boolean stack) {
        return new Offer("something", stack, issuer, List.of("Reading"), 15);
    }

    @ParameterizedTest
    @CsvSource({
        "https://nea.example/issuers/1, https://nea.example/issuers/2",
        "https://nea.example/issuers/1, http://nea.example/issuers/1",
        "https://nea.example, https://nea.example.org",
        "https://nea.example/issuers/1, https://nea.example/issuers/1?as=2",
        "did:web:nea.example:issuers:1, did:web:nea.example:issuers:1:2",
        "did:key:z6Mk1, did:key:z6Mk2",
        "NEA, National Education Association"
    })
    void anotherIdIsAnotherIssuer(String named, String issuer) {
        assertThat(new Scope.Issuers(List.of(named), Of.MICRO_CREDENTIALS).fits(by(issuer, false)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "nea, NEA",
        "https://nea.example/issuers/1, https://NEA.example/issuers/1/",
        "https://nea.example/issuers/1, did:web:nea.example:issuers:1",
        "did:web:nea.example, https://nea.example/.well-known/did.json",
        "did:web:nea.example:issuers:1, https://nea.example/issuers/1/did.json",
        "did:web:nea.example%3A8443:issuers:1, https://nea.example:8443/issuers/1",
        "did:key:z6Mk1, did:key:z6Mk1"
    })
    void anIssuerIsKnownByNameProfileOrDid(String named, String issuer) {
        assertThat(new Scope.Issuers(List.of(named), Of.MICRO_CREDENTIALS).fits(by(issuer, false)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"MICRO_CREDENTIALS, true, false", "STACKS, false, true", "BOTH, true, true"})
    void issuersAndTagsSpeakOfStacksWhereTheRuleSaysSo(Of of, boolean microCredentials, boolean stacks) {
        for (Scope scope : List.of(new Scope.Issuers(List.of("NEA"), of), new Scope.Tags(List.of("reading"), of))) {
            assertThat(scope.fits(by("NEA", false))).isEqualTo(microCredentials);
            assertThat(scope.fits(by("NEA", true))).isEqualTo(stacks);
        }
    }

    @Test
    void whatNeitherIsTaggedNorIssuedSoIsLeftOut() {
        assertThat(new Scope.Tags(List.of("writing"), Of.BOTH).fits(by("NEA", true)))
                .isFalse();
        assertThat(new Scope.Issuers(List.of("NEA"), Of.BOTH).fits(by("Somebody", true)))
                .isFalse();
    }
}
