package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The picture that an author supplied is the badge's, in every form. */
@LaurelTest
class SuppliedPictureTests {

    private static final String DRAWING = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">"
            + "<rect width=\"100\" height=\"100\" fill=\"#7a1fa2\"></rect></svg>";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    private static byte[] bytes(URI address) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(address.toString()).isEqualTo(200);
        return answer.body();
    }

    private static Color middle(URI address) throws IOException, InterruptedException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes(address)));
        return new Color(image.getRGB(image.getWidth() / 2, image.getHeight() / 4));
    }

    @Test
    void itIsInTheBakedImagesTheHostedOneAndTheCatalogue() throws IOException, InterruptedException {
        BadgeFixtures fixtures = new BadgeFixtures(context);
        MicroCredential painted = fixtures.pictured(DRAWING);
        Award award = fixtures.earn(painted);
        Color violet = new Color(0x7a1fa2);
        URI page = award.addresses().page();
        assertThat(middle(award.addresses().png())).isEqualTo(violet);
        assertThat(middle(URI.create(page + "/badge.png?form=ob2"))).isEqualTo(violet);
        String svg = new HttpBrowser().get(award.addresses().svg()).body();
        assertThat(svg).contains("#7a1fa2", "openbadges:credential").containsOnlyOnce("openbadges:credential xmlns");
        assertThat(middle(settings.at(painted.path() + "/badge.png"))).isEqualTo(violet);
        assertThat(new HttpBrowser()
                        .get(settings.at(painted.path()))
                        .select("img.badge")
                        .attr("src"))
                .endsWith(painted.path() + "/badge.png");
        String design = CredentialController.read(
                        new HttpBrowser().get(award.addresses().json()).body())
                .getJsonObject("credentialSubject")
                .getJsonObject("achievement")
                .getJsonObject("image")
                .getString("id");
        assertThat(middle(URI.create(design))).isEqualTo(violet);
        fixtures.takenOff(painted);
    }

    @Test
    void withoutOneLaurelDrawsAsBefore() throws IOException, InterruptedException {
        BadgeFixtures fixtures = new BadgeFixtures(context);
        MicroCredential hinge = fixtures.hinge();
        assertThat(hinge.badge().image()).isNull();
        assertThat(new HttpBrowser()
                        .get(settings.at(hinge.path() + "/badge.png"))
                        .status())
                .isEqualTo(404);
        assertThat(new HttpBrowser().get(settings.at(hinge.path())).select("img.badge"))
                .isEmpty();
        Award award = fixtures.earn(hinge);
        assertThat(new HttpBrowser().get(award.addresses().svg()).body()).contains("<path fill=");
    }
}
