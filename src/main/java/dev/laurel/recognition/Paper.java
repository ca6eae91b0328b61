package dev.laurel.recognition;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.COSObjectable;
import org.apache.pdfbox.pdmodel.common.PDNumberTreeNode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkInfo;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDObjectReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDParentTreeValue;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.documentinterchange.taggedpdf.StandardStructureTypes;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDBorderStyleDictionary;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;

/**
 * A page to print or to file: headings, paragraphs, lists and links from top to bottom, as a tagged PDF that a screen reader
 * reads in that order (ISO 32000-1, 14.8). The font is PDFBox's own, so that nothing has to be installed.
 */
final class Paper {

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final float MARGIN = 64;
    private static final float BODY = 11;
    private static final float LEADING = 1.4f;

    /** Keys of pages and of links are of one tree; no paper has so many pages. */
    private static final int FIRST_LINK = 1_000_000;

    private final PDDocument document = new PDDocument();
    private final PDFont font;
    private final PDStructureElement root;
    private final Map<Integer, COSObjectable> parents = new HashMap<>();
    private final Map<Integer, Boolean> drawable = new HashMap<>();

    private PDPage page;
    private PDPageContentStream content;
    private COSArray marks;
    private int links;
    private float y;

    /** @param language of the text, for screen readers */
    Paper(String title, Locale language) {
        try (InputStream ttf = PDDocument.class.getResourceAsStream(FONT)) {
            if (ttf == null) {
                throw new IllegalStateException("PDFBox comes without its font");
            }
            font = PDType0Font.load(document, ttf, true);
            PDStructureTreeRoot tree = new PDStructureTreeRoot();
            document.getDocumentCatalog().setStructureTreeRoot(tree);
            PDMarkInfo marked = new PDMarkInfo();
            marked.setMarked(true);
            document.getDocumentCatalog().setMarkInfo(marked);
            document.getDocumentCatalog().setLanguage(language.toLanguageTag());
            PDViewerPreferences preferences = new PDViewerPreferences(new COSDictionary());
            preferences.setDisplayDocTitle(true);
            document.getDocumentCatalog().setViewerPreferences(preferences);
            document.getDocumentInformation().setTitle(title);
            document.getDocumentInformation().setProducer("Laurel");
            document.getDocumentInformation().setCreationDate(Calendar.getInstance(Locale.ROOT));
            root = new PDStructureElement(StandardStructureTypes.DOCUMENT, tree);
            tree.appendKid(root);
            page = new PDPage(PDRectangle.LETTER);
            content = begin(page);
            marks = new COSArray();
            links = 0;
            y = top();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        block(StandardStructureTypes.H1, title, 20, 0, 6);
    }

    Paper heading(String text) {
        return block(StandardStructureTypes.H2, text, 14, 14, 4);
    }

    Paper paragraph(String text) {
        return block(StandardStructureTypes.P, text, BODY, 0, 6);
    }

    /** A name and what it is, on one line. */
    Paper fact(String name, String value) {
        return paragraph(name + ": " + value);
    }

    Paper list(List<String> items) {
        PDStructureElement list = element(StandardStructureTypes.L, root);
        for (String item : items) {
            PDStructureElement entry = element(StandardStructureTypes.LI, list);
            PDStructureElement body = element(StandardStructureTypes.L_BODY, entry);
            write(body, StandardStructureTypes.L_BODY, "\u2022 " + item, BODY, 0);
        }
        y -= 4;
        return this;
    }

    /** Text that leads to an address, which is printed too. */
    Paper link(String text, String address) {
        PDStructureElement paragraph = element(StandardStructureTypes.P, root);
        write(paragraph, StandardStructureTypes.P, text, BODY, 0);
        PDStructureElement link = element(StandardStructureTypes.LINK, paragraph);
        for (Line line : write(link, StandardStructureTypes.LINK, address, 9, 2)) {
            annotate(link, line, address);
        }
        y -= 4;
        return this;
    }

    /** A line to write on. @param name what belongs there */
    Paper blank(String name) {
        y -= 22;
        return paragraph(name + ": ______________________________");
    }

    byte[] toPdf() {
        try (document) {
            finish(page);
            PDNumberTreeNode tree = new PDNumberTreeNode(PDParentTreeValue.class);
            tree.setNumbers(parents);
            PDStructureTreeRoot structure = document.getDocumentCatalog().getStructureTreeRoot();
            structure.setParentTree(tree);
            structure.setParentTreeNextKey(FIRST_LINK + links + 1);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Paper block(String type, String text, float size, float before, float after) {
        y -= before;
        for (String paragraph : text.split("\n+", -1)) {
            write(element(type, root), type, paragraph, size, 0);
            y -= after;
        }
        return this;
    }

    private PDStructureElement element(String type, PDStructureNode parent) {
        PDStructureElement element = new PDStructureElement(type, parent);
        element.setPage(page);
        parent.appendKid(element);
        return element;
    }

    /** Where a line stands. */
    private record Line(PDPage page, float y, float width, float size) {}

    private List<Line> write(PDStructureElement element, String type, String text, float size, float indent) {
        List<Line> lines = new ArrayList<>();
        float width = PDRectangle.LETTER.getWidth() - 2 * MARGIN - indent;
        for (String line : wrap(drawable(text), size, width)) {
            if (y - size * LEADING < MARGIN) {
                turn();
            }
            y -= size * LEADING;
            try {
                int mark = marks.size();
                COSDictionary properties = new COSDictionary();
                properties.setInt(COSName.MCID, mark);
                content.beginMarkedContent(COSName.getPDFName(type), PDPropertyList.create(properties));
                content.beginText();
                content.setFont(font, size);
                content.newLineAtOffset(MARGIN + indent, y);
                content.showText(line);
                content.endText();
                content.endMarkedContent();
                PDMarkedContentReference reference = new PDMarkedContentReference();
                reference.setPage(page);
                reference.setMCID(mark);
                element.appendKid(reference);
                marks.add(element.getCOSObject());
                lines.add(new Line(page, y, widthOf(line, size), size));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return lines;
    }

    private void annotate(PDStructureElement link, Line line, String address) {
        try {
            PDAnnotationLink annotation = new PDAnnotationLink();
            annotation.setRectangle(new PDRectangle(MARGIN, line.y() - 2, line.width(), line.size() * LEADING));
            PDBorderStyleDictionary border = new PDBorderStyleDictionary();
            border.setWidth(0);
            annotation.setBorderStyle(border);
            annotation.setContents(address);
            annotation.setPage(line.page());
            PDActionURI action = new PDActionURI();
            action.setURI(address);
            annotation.setAction(action);
            links++;
            annotation.setStructParent(FIRST_LINK + links);
            line.page().getAnnotations().add(annotation);
            PDObjectReference reference = new PDObjectReference();
            reference.setReferencedObject(annotation);
            link.appendKid(reference);
            parents.put(FIRST_LINK + links, new PDParentTreeValue(link.getCOSObject()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> wrap(String text, float size, float width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            String rest = word;
            while (widthOf(rest, size) > width) {
                // An address without a blank is cut where the line ends.
                int fits = rest.length();
                while (fits > 1 && widthOf(rest.substring(0, fits), size) > width) {
                    fits--;
                }
                if (!line.isEmpty()) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                lines.add(rest.substring(0, fits));
                rest = rest.substring(fits);
            }
            if (!line.isEmpty() && widthOf(line + " " + rest, size) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    private float widthOf(String text, float size) {
        try {
            return font.getStringWidth(text) / 1000 * size;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the font has no picture of is shown as a question mark, rather than nothing of the page at all. */
    private String drawable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(point -> shown.appendCodePoint(
                        Character.isWhitespace(point)
                                ? ' '
                                : drawable.computeIfAbsent(point, this::isDrawable) ? point : '?'));
        return shown.toString();
    }

    private boolean isDrawable(int point) {
        try {
            font.encode(Character.toString(point));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private void turn() {
        try {
            finish(page);
            page = new PDPage(PDRectangle.LETTER);
            content = begin(page);
            marks = new COSArray();
            y = top();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PDPageContentStream begin(PDPage fresh) throws IOException {
        document.addPage(fresh);
        // The reading order of links is that of the structure.
        fresh.getCOSObject().setItem(COSName.getPDFName("Tabs"), COSName.S);
        return new PDPageContentStream(document, fresh);
    }

    private void finish(PDPage finished) throws IOException {
        content.close();
        int key = document.getNumberOfPages() - 1;
        finished.setStructParents(key);
        parents.put(key, new PDParentTreeValue(marks));
    }

    private static float top() {
        return PDRectangle.LETTER.getHeight() - MARGIN;
    }
}
