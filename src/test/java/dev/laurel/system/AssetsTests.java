package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Files of pages may be kept for ever, and health can be asked for by anybody. */
@LaurelTest
class AssetsTests {

    @Autowired
    LaurelSettings settings;

    @Autowired
    Assets assets;

    @Test
    void everyFileOfAPageIsServedUnderTheHashOfItsContent() {
        Page page = new HttpBrowser().get(settings.at("/"));
        for (String address : page.select("link[href], script[src]").stream()
                .map(element -> element.hasAttr("href") ? element.attr("href") : element.attr("src"))
                .toList()) {
            assertThat(address).matches("/assets/[\\w.]+-[0-9a-f]{32}\\.\\w+");
            Page file = new HttpBrowser().get(settings.at(address));
            assertThat(file.status()).isEqualTo(200);
            assertThat(file.header("Cache-Control").orElseThrow()).contains("max-age=31536000", "immutable");
            assertThat(file.header("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void aFileWithoutItsHashIsNotKept() {
        assertThat(new HttpBrowser().get(settings.at("/laurel.css")).status()).isEqualTo(404);
        assertThat(new HttpBrowser()
                        .get(settings.at("/assets/laurel-00000000000000000000000000000000.css"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void namesTheFileThatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assets.at("no-such.css"))
                .withMessageContaining("no-such.css");
    }

    @Test
    void healthNeedsNoAccountAndMakesNoSession() {
        Page health = new HttpBrowser().get(settings.at("/actuator/health"));
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body()).contains("UP");
        assertThat(health.header("Set-Cookie")).isEmpty();
        assertThat(new HttpBrowser().get(settings.at("/actuator/env")).status()).isEqualTo(404);
    }
}
