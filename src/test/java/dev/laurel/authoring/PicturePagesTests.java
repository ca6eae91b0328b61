package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** An author supplies the picture of a badge. */
@LaurelTest
class PicturePagesTests {

    private static final String DRAWING = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">"
            + "<circle cx=\"50\" cy=\"50\" r=\"48\" fill=\"#7a1fa2\"/><script>alert(1)</script></svg>";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    private TenantId district;
    private Page author;
    private Page draft;

    @BeforeEach
    void aDraft() throws IOException {
        district = tenants.found("District " + UUID.randomUUID());
        author = signIn(StaffRole.AUTHOR);
        draft = bringIn(sample());
    }

    private Page signIn(StaffRole role) {
        return Colleague.of(staff, "Ana Autora", district, role).signsIn(settings);
    }

    private static String sample() throws IOException {
        return new ClassPathResource("demo/catalogue/literacy-high-frequency-words.yaml")
                .getContentAsString(StandardCharsets.UTF_8)
                .replace("id: lit-hfw-mapping", "id: e" + UUID.randomUUID());
    }

    private Page bringIn(String yaml) {
        return author.open("/author")
                .form("form[action$=/author/versions]")
                .file("file", "mine.yaml", "application/yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .submit();
    }

    private Page picture() {
        return author.open(draft.uri().getPath() + "/picture");
    }

    private Page supplies(String content) {
        return picture()
                .form("form[enctype]")
                .file("file", "badge.png", "image/png", content.getBytes(StandardCharsets.UTF_8))
                .submit();
    }

    private String yaml() {
        return author.open(draft.uri().getPath() + "/yaml").body();
    }

    @Test
    void isForWhoWritesTheDraft() {
        assertThat(signIn(StaffRole.CONTENT_REVIEWER)
                        .open(draft.uri().getPath() + "/picture")
                        .status())
                .isEqualTo(403);
        draft.form("form[action$=/HAND_IN]").submit();
        assertThat(picture().status()).isEqualTo(409);
    }

    @Test
    void whatIsNoPictureIsRefusedInPlainWordsAndChangesNothing() {
        Page refused = supplies("<html>no</html>");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.select("[role=alert]").text()).contains("neither an SVG drawing nor a PNG");
        Page none = picture().form("form[enctype]").submit();
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.select("[role=alert]").text()).contains("Choose a file");
        assertThat(yaml()).doesNotContain("image:");
        assertThat(author.open(draft.uri().getPath() + "/picture/64.png").status())
                .isEqualTo(404);
    }

    @Test
    void aDrawingIsTakenWithoutItsScriptShownSmallAndTravelsWithTheFile() {
        Page taken = supplies(DRAWING);
        assertThat(taken.select("[role=status]").text()).contains("without: script");
        assertThat(taken.select("img[width=64]")).hasSize(1);
        Page small = author.open(taken.select("img[width=64]").attr("src"));
        assertThat(small.status()).isEqualTo(200);
        assertThat(small.header("Content-Type").orElseThrow()).isEqualTo("image/png");
        String yaml = yaml();
        assertThat(yaml).contains("#7a1fa2").doesNotContain("alert(1)");
        Page again = bringIn(yaml.replaceFirst("(?m)^id: .*$", "id: e" + UUID.randomUUID()));
        draft = again;
        assertThat(yaml().lines().filter(line -> line.contains("#7a1fa2")).toList())
                .isEqualTo(yaml.lines().filter(line -> line.contains("#7a1fa2")).toList())
                .isNotEmpty();
        Page removed = picture().form("form[action$=/removal]").submit();
        assertThat(removed.text()).contains("Laurel draws it");
        assertThat(yaml()).doesNotContain("#7a1fa2");
    }

    @Test
    void savingThePageOfTheBadgeKeepsThePicture() {
        supplies(DRAWING);
        author.open(draft.uri().getPath() + "/edit/badge").form("#editor").submit();
        assertThat(yaml()).contains("#7a1fa2");
        assertThat(author.open(draft.uri().getPath() + "/edit/badge").select("a[href$=/picture]"))
                .hasSize(1);
    }

    @Test
    void aFileThatBringsAScriptIsToldWhatIsWrong() throws IOException {
        Page page = bringIn(sample().replaceFirst(
                        "(?m)^badge:\\s*$",
                        "badge:\n  image: '" + DRAWING.replace("\\", "\\\\").replace("$", "\\$") + "'"));
        assertThat(page.text()).contains("badge.image").contains("scripts");
    }
}
