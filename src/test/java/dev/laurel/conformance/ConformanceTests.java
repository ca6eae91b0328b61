package dev.laurel.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page that says which conformance cases are shown says no more than is true. */
class ConformanceTests {

    /** Makes the page anew: {@code mvn test -Dtest=ConformanceTests -Dlaurel.conformance.write=true}. */
    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("laurel.conformance.write")) {
            Files.writeString(ConformancePage.FILE, ConformancePage.write(ConformancePage.testsByCase()));
        }
    }

    @Test
    void thePageSaysWhatTheTestsSay() throws IOException {
        assertThat(Files.readString(ConformancePage.FILE))
                .as("docs/conformance.md is stale: make it anew, see write()")
                .isEqualTo(ConformancePage.write(ConformancePage.testsByCase()));
    }

    @Test
    void noTestThatShowsACaseCanBeSkipped() throws IOException {
        Set<String> classes = ConformancePage.testsByCase().values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        assertThat(ConformancePage.skippable(classes)).isEmpty();
    }

    @Test
    void whatIsShownInABrowserAloneIsSaidToBe() throws IOException {
        Set<String> browsing = ConformancePage.browsing(Set.of("PlatformStorageTests", "LtiConformanceTests"));
        assertThat(browsing).containsExactly("PlatformStorageTests");
        String page = ConformancePage.write(
                Map.of("CL-01", browsing, "CL-04", Set.of("PlatformStorageTests", "LtiConformanceTests")));
        assertThat(page).containsPattern("CL-01 .*passes, in Chromium").containsPattern("CL-04 .*\\| passes \\|");
    }

    @Test
    void everyCaseHasItsLineAndNoOtherHasOne() throws IOException {
        assertThat(ConformancePage.read(Files.readString(ConformancePage.FILE)).keySet())
                .isEqualTo(ids());
    }

    @Test
    void testsCarryNoCaseThatDoesNotExist() throws IOException {
        assertThat(ids()).containsAll(ConformancePage.testsByCase().keySet());
    }

    @Test
    void everyCaseSaysOnceHowMuchItMatters() {
        assertThat(Case.all()).hasSize(ids().size()).allSatisfy(each -> {
            assertThat(each.level()).isIn("must", "should");
            assertThat(each.what()).isNotBlank().doesNotContain("|");
        });
    }

    @Test
    void onlyNamesThatBeginWithACaseShowOne() {
        assertThat(ConformancePage.idsIn("""
                @DisplayName("KEY-02 a new key is taken up, KEY-03 a removed one is refused")
                MessageDigest.getInstance("SHA-256"); argumentSet("BAD-05 {\\"name\\":1} is refused", x); "see REG-01"
                """)).containsExactly("BAD-05", "KEY-02", "KEY-03");
    }

    @Test
    void whatIsWrittenIsWhatIsRead() throws IOException {
        Map<String, Set<String>> tests = Map.of("SR-01", Set.of("ReviewTests"), "DP-01", Set.of("ATests", "BTests"));
        Map<String, Set<String>> read = ConformancePage.read(ConformancePage.write(tests));
        assertThat(read.get("SR-01")).containsExactly("ReviewTests");
        assertThat(read.get("DP-01")).containsExactly("ATests", "BTests");
        assertThat(read.get("CL-01")).isEmpty();
    }

    private static Set<String> ids() {
        return Case.all().stream().map(Case::id).collect(Collectors.toCollection(TreeSet::new));
    }
}
