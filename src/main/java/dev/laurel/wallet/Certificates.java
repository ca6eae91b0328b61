package dev.laurel.wallet;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import dev.laurel.badge.Award;
import dev.laurel.badge.EarnedBadge;
import io.nayuki.qrcodegen.QrCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Base64;
import java.util.Locale;
import java.util.logging.Level;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * A badge on paper: a tagged PDF (PDF/UA-1: language, title, structure, words for pictures) with the fonts inside, in the
 * issuer's colours, and a QR code that leads to what holds today. Made of HTML, because a page layout by hand would be ten
 * times the code and nobody could change it.
 */
@Component
class Certificates {

    /** Of one module of the code, and the quiet zone around it that ISO/IEC 18004 asks for. */
    private static final int PIXELS = 8;

    private static final int QUIET = 4;

    static {
        XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, Level.WARNING));
    }

    private final ITemplateEngine templates;
    private final MessageSource messages;
    private final Clock clock;
    private final String style;

    Certificates(ITemplateEngine templates, MessageSource messages, Clock clock) {
        this.templates = templates;
        this.messages = messages;
        this.clock = clock;
        this.style = text("certificate.css");
    }

    /**
     * @param name of the earner; empty where no platform tells it
     * @param picture the badge as a PNG
     * @throws WalletRefused when the badge does not count, so that no paper says it did
     */
    byte[] of(EarnedBadge badge, String name, byte[] picture, PaperSize paper, Locale locale) {
        Award award = badge.award();
        if (award.status() != Award.Status.VALID && award.status() != Award.Status.EXPIRED) {
            throw WalletRefused.notInForce();
        }
        Context page = new Context(locale);
        page.setVariable("badge", badge);
        page.setVariable("award", award);
        page.setVariable("name", name);
        page.setVariable("issued", day(award.issuedAt(), locale));
        page.setVariable("validUntil", award.validUntil() == null ? null : day(award.validUntil(), locale));
        page.setVariable("printed", day(clock.instant(), locale));
        page.setVariable("picture", embedded(picture));
        page.setVariable("code", embedded(code(award.addresses().page().toString())));
        String html = templates.process("wallet/certificate", page);
        String styled = html.replace("</head>", "<style>" + paper.measured(coloured(badge)) + "</style></head>");
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.usePdfUaAccessibility(true);
        builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
        builder.useUnicodeBidiReorderer(new ICUBidiReorderer());
        builder.defaultTextDirection(PdfRendererBuilder.TextDirection.LTR);
        // Everything is in the page: nothing is fetched from anywhere, whatever a badge says.
        builder.useExternalResourceAccessControl(
                (address, type) -> address.startsWith("data:"),
                ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
        builder.useFont(() -> file("DejaVuSerif.ttf"), "Serif", 400, FontStyle.NORMAL, true);
        builder.useFont(() -> file("DejaVuSerif-Bold.ttf"), "Serif", 700, FontStyle.NORMAL, true);
        builder.useFont(() -> file("DejaVuSans.ttf"), "Sans", 400, FontStyle.NORMAL, true);
        builder.useFont(() -> file("DroidSansFallback.ttf"), "Han", 400, FontStyle.NORMAL, true);
        builder.withProducer("Laurel");
        builder.withHtmlContent(styled, null);
        builder.toStream(OutputStream.nullOutputStream());
        String link = messages.getMessage("wallet.certificate.page", null, locale);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer();
                PDDocument document = renderer.createPDFKeepOpen()) {
            describeLinks(document, link);
            document.save(pdf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pdf.toByteArray();
    }

    /** Words for links, where PDF/UA-1 (7.18.5) wants them; the renderer leaves them out. */
    private static void describeLinks(PDDocument document, String words) throws IOException {
        for (PDPage page : document.getPages()) {
            for (PDAnnotation annotation : page.getAnnotations()) {
                if (annotation instanceof PDAnnotationLink link) {
                    link.setContents(words);
                }
            }
        }
    }

    private String coloured(EarnedBadge badge) {
        return style.replace("@colour@", badge.colour()).replace("@accent@", badge.accent());
    }

    private static String day(Instant instant, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(instant.atOffset(ZoneOffset.UTC));
    }

    private static String embedded(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    /** The address as a QR code, black on white. */
    static byte[] code(String address) {
        QrCode code = QrCode.encodeText(address, QrCode.Ecc.MEDIUM);
        int size = (code.size + 2 * QUIET) * PIXELS;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                boolean dark = code.getModule(x / PIXELS - QUIET, y / PIXELS - QUIET);
                image.setRGB(x, y, dark ? 0x000000 : 0xffffff);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private static InputStream file(String name) {
        InputStream file = Certificates.class.getResourceAsStream(name);
        if (file == null) {
            throw new IllegalStateException(name + " is missing from the jar");
        }
        return file;
    }

    private static String text(String name) {
        try (InputStream file = file(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
