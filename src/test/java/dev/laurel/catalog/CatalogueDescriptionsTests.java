package dev.laurel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.jsonld.loader.DocumentLoader;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@LaurelTest
class CatalogueDescriptionsTests {

    private static final String CTDL = "https://purl.org/ctdl/terms/";

    /** Classes and properties of CTDL, as https://credreg.net/ctdl/terms lists them, that the catalogue may use. */
    private static final Set<String> KNOWN = Set.of(
            "Collection",
            "MicroCredential",
            "Badge",
            "OpenBadge",
            "Certificate",
            "Certification",
            "License",
            "AssessmentProfile",
            "ConditionProfile",
            "CredentialAlignmentObject",
            "CredentialOrganization",
            "DurationProfile",
            "IdentifierValue",
            "name",
            "description",
            "subjectWebpage",
            "inLanguage",
            "ownedBy",
            "ctid",
            "keyword",
            "hasMember",
            "hasPart",
            "estimatedDuration",
            "timeRequired",
            "subject",
            "audienceLevelType",
            "audienceType",
            "targetNode",
            "targetNodeName",
            "targetNodeDescription",
            "framework",
            "frameworkName",
            "codedNotation",
            "credentialStatusType",
            "versionIdentifier",
            "identifierValueCode",
            "latestVersion",
            "previousVersion",
            "nextVersion",
            "requires",
            "renewal",
            "renewalFrequency",
            "recommends",
            "condition",
            "targetAssessment",
            "targetCompetency",
            "targetCredential",
            "assessmentMethodType",
            "assessmentExampleDescription",
            "scoringMethodDescription",
            "scoringMethodExample",
            "copyrightHolder",
            "sameAs");

    /** Whoever reads a description fetches nothing else. */
    private static final DocumentLoader NOTHING_ELSE = (address, options) -> {
        throw new IllegalStateException("The context is not in the document: " + address);
    };

    @Autowired
    LaurelSettings settings;

    @Autowired
    CatalogueImport catalogueImport;

    private HttpBrowser.Page open(String path, String accept) {
        return new HttpBrowser().header("Accept", accept).get(settings.at(path));
    }

    private JsonNode read(String path) {
        HttpBrowser.Page page = open(path, "application/ld+json");
        assertThat(page.status()).as(path).isEqualTo(200);
        assertThat(page.header("Content-Type").orElseThrow()).startsWith("application/ld+json");
        return JsonMapper.shared().readTree(page.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/catalog/no-such-thing", "/catalog/lit-hfw-mapping/9.9.9", "/catalog/%27"})
    void hasNoDescriptionOfWhatIsNotThere(String path) {
        assertThat(open(path, "application/ld+json").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "application/ld+json, application/ld+json",
        "application/json, application/json",
        "text/html, text/html",
        "*/*, text/html",
        "'text/html,application/xhtml+xml,*/*;q=0.8', text/html"
    })
    void answersWhatIsAskedFor(String accept, String type) {
        for (String path : new String[] {"/catalog", "/catalog/lit-hfw-mapping", "/catalog/cs-3-8-foundations/1.0.0"}) {
            HttpBrowser.Page page = open(path, accept);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Type").orElseThrow()).as(path).startsWith(type);
            assertThat(page.headers().allValues("Vary").toString()).contains("Accept");
            assertThat(page.headers().allValues("Set-Cookie")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/catalog?q=hinge",
                "/catalog/lit-hfw-mapping",
                "/catalog/assess-hinge-questions/1.0.0",
                "/catalog/cs-inclusive-project",
                "/catalog/cs-3-8-foundations"
            })
    void usesOnlyTermsOfCtdlAndNeedsNoOtherContext(String path) throws Exception {
        String text = open(path, "application/ld+json").body();
        JsonArray expanded = JsonLd.expand(JsonDocument.of(new StringReader(text)))
                .loader(NOTHING_ELSE)
                .get();
        assertThat(expanded).hasSize(1);
        Set<String> terms = new TreeSet<>();
        collect(expanded, terms);
        assertThat(terms).isNotEmpty().allSatisfy(term -> assertThat(term).startsWith(CTDL));
        assertThat(terms).extracting(term -> term.substring(CTDL.length())).isSubsetOf(KNOWN);
        assertThat(expanded.toString()).as("every term is mapped").doesNotContain("\"ceterms:");
    }

    @Test
    void saysWhatRenewalAsksForAndHowOften() {
        JsonNode renewable = read("/catalog/lit-hfw-mapping");
        assertThat(renewable.get("ceterms:renewalFrequency").asString()).isEqualTo("P60M");
        assertThat(renewable.get("ceterms:renewal").get(0).get("@type").asString())
                .isEqualTo("ceterms:ConditionProfile");
        assertThat(renewable
                        .get("ceterms:renewal")
                        .get(0)
                        .get("ceterms:description")
                        .get("en")
                        .asString())
                .contains("mapped sounds to spellings");
        JsonNode endless = read("/catalog/assess-hinge-questions");
        assertThat(endless.has("ceterms:renewal")).isFalse();
        assertThat(endless.has("ceterms:renewalFrequency")).isFalse();
    }

    private static void collect(JsonValue value, Set<String> terms) {
        if (value instanceof JsonArray array) {
            array.forEach(each -> collect(each, terms));
        } else if (value instanceof JsonObject object) {
            object.forEach((name, each) -> {
                if (name.equals("@type")) {
                    if (each instanceof JsonArray types) {
                        types.forEach(type -> terms.add(((JsonString) type).getString()));
                    }
                } else if (!name.startsWith("@")) {
                    terms.add(name);
                    collect(each, terms);
                }
            });
        }
    }

    @Test
    void describesAMicroCredentialByIdsThatLeadSomewhere() {
        JsonNode hinge = read("/catalog/assess-hinge-questions");
        assertThat(hinge.path("@type").stringValue()).isEqualTo("ceterms:MicroCredential");
        assertThat(hinge.path("@id").stringValue())
                .isEqualTo(settings.at("/catalog/assess-hinge-questions/1.0.0").toString());
        assertThat(hinge.at("/ceterms:name/en").stringValue())
                .isEqualTo("Using Hinge Questions to Decide the Next Teaching Move");
        assertThat(hinge.path("ceterms:ctid").stringValue()).matches("ce-[0-9a-f-]{36}");
        assertThat(hinge.at("/ceterms:ownedBy/0/@type").stringValue()).isEqualTo("ceterms:CredentialOrganization");
        JsonNode duration = hinge.at("/ceterms:estimatedDuration/0");
        assertThat(duration.path("ceterms:timeRequired").stringValue())
                .as("hours of work; minimum and maximum duration are spans of the calendar")
                .isEqualTo("PT18H");
        assertThat(duration.at("/ceterms:description/en").stringValue()).startsWith("Usually 10 to 18 hours of work.");
        assertThat(hinge.path("ceterms:requires").valueStream())
                .as("each condition says what it is, as the registry asks")
                .allSatisfy(condition -> assertThat(
                                condition.at("/ceterms:description/en").asString())
                        .isNotEmpty());
        assertThat(hinge.at("/ceterms:versionIdentifier/0/ceterms:identifierValueCode")
                        .stringValue())
                .isEqualTo("1.0.0");
        assertThat(hinge.at("/ceterms:credentialStatusType/ceterms:targetNode").stringValue())
                .isEqualTo("credentialStat:Active");
        JsonNode standards = hinge.at("/ceterms:requires/0/ceterms:targetCompetency");
        assertThat(standards.size()).isEqualTo(5);
        JsonNode assessment = hinge.at("/ceterms:requires/1/ceterms:targetAssessment/0");
        assertThat(assessment.path("@type").stringValue()).isEqualTo("ceterms:AssessmentProfile");
        for (String id : new String[] {
            hinge.path("@id").stringValue(),
            assessment.path("@id").stringValue(),
            assessment.path("ceterms:scoringMethodExample").stringValue()
        }) {
            String path = id.substring(settings.baseUrl().toString().length());
            HttpBrowser.Page page = open(path.replaceAll("#.*", ""), "text/html");
            assertThat(page.status()).as(id).isEqualTo(200);
            if (path.contains("#")) {
                assertThat(page.select(path.substring(path.indexOf('#'))))
                        .as(id)
                        .hasSize(1);
            }
        }
    }

    @Test
    void describesAStackByItsMembers() {
        JsonNode stack = read("/catalog/cs-3-8-foundations");
        JsonNode required = stack.path("ceterms:requires").get(1).path("ceterms:targetCredential");
        assertThat(required.size()).isEqualTo(3);
        assertThat(stack.path("ceterms:hasPart").size()).isEqualTo(3);
        for (JsonNode member : required) {
            String path =
                    member.stringValue().substring(settings.baseUrl().toString().length());
            assertThat(read(path).path("@id").stringValue()).isEqualTo(member.stringValue());
        }
    }

    @Test
    void saysWhichVersionsAreBeforeAndAfterAndThatNoneIsOffered() {
        String id = "d" + UUID.randomUUID();
        publish(id, "1.0.0", "published");
        publish(id, "2.0.0", "published");
        String first = settings.at("/catalog/" + id + "/1.0.0").toString();
        String second = settings.at("/catalog/" + id + "/2.0.0").toString();
        JsonNode earlier = read("/catalog/" + id + "/1.0.0");
        assertThat(earlier.path("ceterms:nextVersion").stringValue()).isEqualTo(second);
        assertThat(earlier.path("ceterms:latestVersion").stringValue()).isEqualTo(second);
        assertThat(read("/catalog/" + id).path("ceterms:previousVersion").stringValue())
                .isEqualTo(first);
        publish(id, "1.0.0", "retired");
        publish(id, "2.0.0", "retired");
        assertThat(open("/catalog/" + id, "application/json").status()).isEqualTo(404);
        assertThat(read("/catalog/" + id + "/2.0.0")
                        .at("/ceterms:credentialStatusType/ceterms:targetNode")
                        .stringValue())
                .isEqualTo("credentialStat:Deprecated");
    }

    private void publish(String id, String version, String status) {
        publish(CatalogueFileTests.LITERACY
                .replace("id: lit-hfw-mapping", "id: " + id)
                .replace("version: 1.0.0", "version: " + version)
                .replace("status: published", "status: " + status));
    }

    private void publish(String yaml) {
        catalogueImport.publish("test.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pagesTheListByLinksInTheHeader() {
        String word = "w" + UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; i < 13; i++) {
            publish(CatalogueFileTests.LITERACY
                    .replace("id: lit-hfw-mapping", "id: " + word + "-" + (char) ('a' + i))
                    .replaceFirst("title: .*", "title: " + word + " " + (char) ('a' + i)));
        }
        JsonNode first = read("/catalog?q=" + word);
        assertThat(first.path("ceterms:hasMember").size()).isEqualTo(12);
        String link =
                open("/catalog?q=" + word, "application/json").header("Link").orElseThrow();
        assertThat(link).contains("page=1>; rel=\"next\"").doesNotContain("rel=\"prev\"");
        JsonNode second = read("/catalog?q=" + word + "&page=1");
        assertThat(second.path("ceterms:hasMember").size()).isEqualTo(1);
        assertThat(second.at("/ceterms:hasMember/0/ceterms:name/en").stringValue())
                .isEqualTo(word + " m");
        assertThat(open("/catalog?q=" + word + "&page=1", "application/json")
                        .header("Link")
                        .orElseThrow())
                .contains("page=0>; rel=\"prev\"")
                .doesNotContain("rel=\"next\"");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "standard=1B-AP,                                cs-systematic-debugging, lit-hfw-mapping",
                "standard=intasc,                               assess-hinge-questions,  cs-inclusive-project",
                "standard=csta&hours=16-,                       cs-3-8-foundations,      cs-inclusive-project",
                "grade=K,                                       lit-hfw-mapping,         cs-3-8-foundations",
                "topic=computer+science&grade=3-5,              cs-3-8-foundations,      lit-hfw-mapping",
                "hours=6-10&topic=computer+science,             cs-systematic-debugging, cs-3-8-foundations",
                "issuer=Prairie+View+School+District+(demonstration), cs-inclusive-project, no-such"
            })
    void narrowsTheListByWhatPeoplePlanBy(String filters, String found, String notFound) {
        HttpBrowser.Page page = open("/catalog?" + filters, "text/html");
        assertThat(offered(page)).contains("/catalog/" + found).doesNotContain("/catalog/" + notFound);
        assertThat(page.select("details[open]")).hasSize(1);
    }

    /** On this page and those behind it: other tests publish for the same people. */
    private static List<String> offered(HttpBrowser.Page page) {
        List<String> offered = new ArrayList<>(page.select(".offer a").eachAttr("href"));
        if (!page.select("a[rel=next]").isEmpty()) {
            offered.addAll(offered(page.click("a[rel=next]")));
        }
        return offered;
    }

    @Test
    void keepsTheChoicesInTheFormAndSaysWhenNothingFits() {
        HttpBrowser.Page page = open("/catalog?standard=zzz&grade=K", "text/html");
        assertThat(page.select("#standard").attr("value")).isEqualTo("zzz");
        assertThat(page.select("#grade option[selected]").attr("value")).isEqualTo("K");
        assertThat(page.select("[role=status]").text()).isEqualTo("Nothing fits all of your choices.");
        assertThat(page.text()).contains("Show everything", "Take one of your choices back");
        HttpBrowser.Page unlisted = open("/catalog?topic=zebras&issuer=Nobody%20here", "text/html");
        assertThat(unlisted.select("#topic option[selected], #issuer option[selected]")
                        .eachAttr("value"))
                .as("what no list names is in force all the same")
                .containsExactly("zebras", "Nobody here");
    }
}
