package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.GenericMultipleBarcodeReader;
import com.google.zxing.qrcode.QRCodeReader;
import dev.laurel.badge.Award;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.wallet.WalletFixtures.Teacher;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** The badge on paper: readable, tagged, whole, and leading back to what holds today. */
@LaurelTest
class CertificateTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    JdbcClient jdbc;

    private static PDDocument certificate(Teacher teacher, String id) throws IOException {
        Page file = teacher.browser().get(teacher.window() + "/wallet/badges/" + id + "/certificate.pdf");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).contains("application/pdf");
        return Loader.loadPDF(file.bytes());
    }

    private void rename(Teacher teacher, String name) {
        jdbc.sql("update person set name = :name where id = :id")
                .param("name", name)
                .param("id", teacher.owner().person().value())
                .update();
    }

    @ParameterizedTest
    @CsvSource({"Zoë Škvorecký-Ødegård", "Мария Ђорђевић", "Ελένη Παπαδοπούλου", "陳美玲", "김민지"})
    void namesAreWrittenAsTheyAre(String name) throws IOException {
        Teacher teacher = new WalletFixtures(context).teacher();
        Award award = teacher.earns("assess-hinge-questions");
        rename(teacher, name);
        try (PDDocument pdf = certificate(teacher, award.credentialId())) {
            assertThat(new PDFTextStripper().getText(pdf)).contains(name);
            assertThat(pdf.getNumberOfPages()).isEqualTo(1);
            List<PDFont> fonts = new ArrayList<>();
            for (COSName font : pdf.getPage(0).getResources().getFontNames()) {
                fonts.add(pdf.getPage(0).getResources().getFont(font));
            }
            assertThat(fonts).isNotEmpty().allSatisfy(font -> assertThat(font.isEmbedded())
                    .isTrue());
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 792, 612", "?paper=letter, 792, 612", "?paper=a4, 842, 595", "?paper=foolscap, 792, 612"})
    void onePageOfThePaperThatIsAskedForHoldsAllOfIt(String paper, int width, int height) throws IOException {
        Teacher teacher = new WalletFixtures(context).teacher();
        Award award = teacher.earns("assess-hinge-questions");
        rename(teacher, "Zoë Škvorecký-Ødegård");
        Page file = teacher.browser()
                .get(teacher.window() + "/wallet/badges/" + award.credentialId() + "/certificate.pdf" + paper);
        try (PDDocument pdf = Loader.loadPDF(file.bytes())) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(1);
            assertThat(Math.round(pdf.getPage(0).getMediaBox().getWidth())).isEqualTo(width);
            assertThat(Math.round(pdf.getPage(0).getMediaBox().getHeight())).isEqualTo(height);
            assertThat(new PDFTextStripper().getText(pdf))
                    .contains(
                            "Zoë Škvorecký-Ødegård",
                            award.name(),
                            award.addresses().page().toString());
        }
    }

    @Test
    void aScreenReaderFindsLanguageTitleHeadingsAndWordsForPictures() throws IOException {
        Teacher teacher = new WalletFixtures(context).teacher();
        Award award = teacher.earns("assess-hinge-questions");
        try (PDDocument pdf = certificate(teacher, award.credentialId())) {
            assertThat(pdf.getDocumentCatalog().getLanguage()).startsWith("en");
            assertThat(pdf.getDocumentInformation().getTitle()).startsWith(award.name());
            assertThat(pdf.getDocumentCatalog().getViewerPreferences().displayDocTitle())
                    .isTrue();
            assertThat(pdf.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            List<PDStructureElement> all = new ArrayList<>();
            collect(pdf.getDocumentCatalog().getStructureTreeRoot(), all);
            assertThat(all.stream().map(PDStructureElement::getStructureType)).contains("H1", "H2", "P", "Figure");
            assertThat(all.stream()
                            .filter(element -> element.getStructureType().equals("Figure"))
                            .map(PDStructureElement::getAlternateDescription))
                    .hasSize(2)
                    .anyMatch(words -> words.contains(award.name()))
                    .anyMatch(words -> words.contains(award.addresses().page().toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({"Zoë Škvorecký-Ødegård", "陳美玲"})
    void anIndependentCheckerFindsNoFaultAgainstPdfUa(String name) throws Exception {
        Teacher teacher = new WalletFixtures(context).teacher();
        Award award = teacher.earns("assess-hinge-questions");
        rename(teacher, name);
        byte[] pdf = teacher.browser()
                .get(teacher.window() + "/wallet/badges/" + award.credentialId() + "/certificate.pdf")
                .bytes();
        VeraGreenfieldFoundryProvider.initialise();
        try (PDFAParser parser =
                        Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), PDFAFlavour.PDFUA_1);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false)) {
            ValidationResult result = validator.validate(parser);
            assertThat(result.getTestAssertions().stream()
                            .filter(check -> check.getStatus() == TestAssertion.Status.FAILED)
                            .map(check -> check.getRuleId().getClause() + " " + check.getMessage() + " "
                                    + check.getLocation().getContext()))
                    .isEmpty();
            assertThat(result.isCompliant()).isTrue();
        }
    }

    private static void collect(PDStructureNode node, List<PDStructureElement> all) {
        for (Object kid : node.getKids()) {
            if (kid instanceof PDStructureElement element) {
                all.add(element);
                collect(element, all);
            }
        }
    }

    @Test
    void theCodeOnThePaperLeadsToThePublicPage() throws IOException, NotFoundException {
        Teacher teacher = new WalletFixtures(context).teacher();
        Award award = teacher.earns("lit-hfw-mapping");
        rename(teacher, "María José Fernández de la Vega Sanz-Pastor y Mazón");
        try (PDDocument pdf = certificate(teacher, award.credentialId())) {
            BufferedImage paper = new PDFRenderer(pdf).renderImageWithDPI(0, 110);
            Path pictures = Files.createDirectories(Path.of("target", "screenshots"));
            ImageIO.write(paper, "png", pictures.resolve("certificate.png").toFile());
            int[] pixels = paper.getRGB(0, 0, paper.getWidth(), paper.getHeight(), null, 0, paper.getWidth());
            BinaryBitmap bitmap = new BinaryBitmap(
                    new HybridBinarizer(new RGBLuminanceSource(paper.getWidth(), paper.getHeight(), pixels)));
            assertThat(new GenericMultipleBarcodeReader(new QRCodeReader()).decodeMultiple(bitmap)[0].getText())
                    .isEqualTo(award.addresses().page().toString());
        }
    }

    @Test
    void whoseNameNoPlatformTellsGetsACertificateWithoutOne() throws IOException {
        Teacher teacher = new WalletFixtures(context).teacher();
        Award award = teacher.earns("assess-hinge-questions");
        jdbc.sql("update person set name = null where id = :id")
                .param("id", teacher.owner().person().value())
                .update();
        try (PDDocument pdf = certificate(teacher, award.credentialId())) {
            assertThat(new PDFTextStripper().getText(pdf))
                    .contains("This is to certify that the holder has earned")
                    .doesNotContain("null", teacher.subject());
        }
    }
}
