package dev.laurel.submission;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.Attribute;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;
import org.jspecify.annotations.Nullable;

/** A part of a document, copied event by event; names of authors become one and the same word. */
final class DocumentXml {

    private static final String NOBODY = "Author";

    /** Programs write the name of the file that a picture was into what it is called, and into what is read aloud of it. */
    private static final String PICTURE = "Picture";

    /** Drawings of the old kind (VML) call what they are filled with after its file; nobody reads that aloud. */
    private static final Set<String> FILLED = Set.of("imagedata", "fill", "stroke");

    /** In place of the name of the file that a sound was: sounds of changing slides, of buttons and of animations. */
    private static final String SOUND = "Sound";

    private static final Set<String> SOUNDS = Set.of("snd", "sndTgt", "wavAudioFile");

    /** Where a letter to many takes its addresses from: somebody's folder, as a rule. */
    private static final Set<String> SOURCES = Set.of("connectString", "udl", "query");

    /** Elements whose text is somebody's name. */
    private static final Set<String> NAMES = Set.of(
            "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}author",
            "{http://purl.org/dc/elements/1.1/}creator",
            "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}creator-initials");

    /** Elements whose attribute {@code name} is somebody's. */
    private static final Set<String> NAMED = Set.of("cmAuthor", "author", "chgData", "userInfo");

    /** The same of libraries of documents, in whatever namespace: people, and where a photo was taken. */
    private static final Set<String> OF_LIBRARIES = Set.of(
            "DisplayName",
            "AccountId",
            "LastSharedByUser",
            "SharedWithDetails",
            "MediaServiceLocation",
            "CompanyAddress",
            "CompanyEmail",
            "CompanyPhone",
            "CompanyFax");

    /** By whom and when, as a program says it in English or Spanish, or in any language with a date at the end. */
    private static final Pattern SIGNED =
            Pattern.compile("\\s*(?i:(created|modified|changed) by|(cread|modificad)[oa] por)\\s.*"
                    + "|.*\\d{1,4}[./-] ?\\d{1,2}[./-] ?\\d{1,4}[.\\s]*");

    /** The author of what was said by several is a number. */
    private static final String NUMBERED = "tc=";

    private static final String OPEN_DRAWING = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0";

    /** What OpenDocument has read aloud of a picture. */
    private static final Set<String> READ_ALOUD = Set.of(
            "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
            "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc");

    /** Settings of OpenDocument that say which printer stood where. */
    private static final Set<String> PRINTERS = Set.of("PrinterName", "PrinterSetup");

    private static final String XLINK = "http://www.w3.org/1999/xlink";

    /** What a reader clicks on, and everybody else's addresses are opened unasked. */
    private static final Set<String> CLICKED =
            Set.of("a", "area-rectangle", "area-circle", "area-polygon", "event-listener", "form");

    /** An address that leads out of the document. */
    private static final Pattern ELSEWHERE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*|[/\\\\].*|\\.\\./.+");

    private static final Pattern PROGRAM = Pattern.compile("(?i)(vnd\\.sun\\.star\\.|macro:|javascript:).*");

    private static final XMLEventFactory EVENTS = XMLEventFactory.newDefaultFactory();
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();
    /** Declares no entities and fetches nothing. */
    private static final XMLInputFactory READERS = readers(true);

    /** The same, and long texts come piece by piece. */
    static final XMLInputFactory PIECEMEAL = readers(false);

    private DocumentXml() {}

    /**
     * Closes neither stream.
     *
     * @param library whether libraries of documents wrote it
     * @return whether it says nothing, or a name was found before something that it says
     * @throws Damaged when it is not XML, or declares entities
     */
    static boolean copy(InputStream part, OutputStream out, boolean library) throws IOException {
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".getBytes(StandardCharsets.UTF_8));
        try {
            XMLEventReader reader = READERS.createXMLEventReader(new Unclosed(part));
            XMLEventWriter writer = WRITERS.createXMLEventWriter(out, StandardCharsets.UTF_8.name());
            boolean name = false;
            boolean said = false;
            boolean signed = false;
            Set<String> names = new HashSet<>();
            StartElement in = null;
            while (reader.hasNext()) {
                XMLEvent event = reader.nextEvent();
                if (event.getEventType() == XMLEvent.DTD) {
                    throw new Damaged("a document type in a part");
                }
                if (name && event.isCharacters()) {
                    String who = event.asCharacters().getData().strip();
                    if (!who.isEmpty()) {
                        names.add(who);
                        writer.add(EVENTS.createCharacters(NOBODY));
                    }
                    continue;
                }
                if (event.isStartDocument() || event.isEndDocument()) {
                    continue;
                }
                if (event.isStartElement()) {
                    StartElement element = event.asStartElement();
                    writer.add(withoutNames(element));
                    in = element;
                    name = NAMES.contains(element.getName().toString())
                            || (library
                                    && OF_LIBRARIES.contains(element.getName().getLocalPart()));
                } else if (event.isCharacters() && in != null && isPrinter(in)) {
                    continue;
                } else if (event.isCharacters()) {
                    String text = readAloud(in, event.asCharacters().getData());
                    String signer = signer(text, names);
                    said |= !text.isBlank();
                    signed |= signer != null;
                    writer.add(EVENTS.createCharacters(signer == null ? text : unsigned(text, signer)));
                } else {
                    in = event.isEndElement() ? null : in;
                    name &= !event.isEndElement();
                    writer.add(event);
                }
            }
            writer.flush();
            boolean numbered = !names.isEmpty() && names.stream().allMatch(who -> who.startsWith(NUMBERED));
            return !said || signed || numbered;
        } catch (XMLStreamException malformed) {
            throw new Damaged("a part that is not XML");
        }
    }

    /** Sheets begin a note with the name of who wrote it; the longest, where one begins with another. */
    private static @Nullable String signer(String text, Set<String> names) {
        String begin = text.stripLeading();
        return names.stream()
                .filter(name -> begin.startsWith(name + ":"))
                .max(Comparator.comparingInt(String::length))
                .orElse(null);
    }

    private static String unsigned(String text, String name) {
        int at = text.indexOf(name);
        return text.substring(0, at) + NOBODY + text.substring(at + name.length());
    }

    private static boolean isPrinter(StartElement setting) {
        if (setting.getName().getLocalPart().equals("config-item")) {
            for (var all = setting.getAttributes(); all.hasNext(); ) {
                Attribute attribute = all.next();
                if (attribute.getName().getLocalPart().equals("name") && PRINTERS.contains(attribute.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String readAloud(@Nullable StartElement in, String text) {
        return in != null && READ_ALOUD.contains(in.getName().toString()) && FileNames.isAllOf(text) ? PICTURE : text;
    }

    private static StartElement withoutNames(StartElement element) {
        List<Attribute> attributes = new ArrayList<>();
        element.getAttributes().forEachRemaining(attribute -> {
            String value = value(element, attribute);
            attributes.add(
                    value.equals(attribute.getValue())
                            ? attribute
                            : EVENTS.createAttribute(attribute.getName(), value));
        });
        return EVENTS.createStartElement(element.getName(), attributes.iterator(), element.getNamespaces());
    }

    private static String value(StartElement element, Attribute attribute) {
        String in = element.getName().getLocalPart();
        String called = attribute.getName().getLocalPart();
        if (in.equals("cNvPr") || in.equals("docPr")) {
            return switch (called) {
                case "name" -> FileNames.isIn(attribute.getValue()) ? PICTURE : attribute.getValue();
                case "descr", "title" -> withoutFile(attribute);
                default -> attribute.getValue();
            };
        }
        if (called.equals("href") && attribute.getName().getNamespaceURI().equals(XLINK)) {
            return leadsElsewhere(in, attribute.getValue()) ? "about:blank" : attribute.getValue();
        }
        if (called.equals("name") && element.getName().getNamespaceURI().equals(OPEN_DRAWING)) {
            return FileNames.isIn(attribute.getValue()) ? PICTURE : attribute.getValue();
        }
        return switch (called) {
            case "author", "userId", "refreshedBy" -> NOBODY;
            case "initials" -> NOBODY.substring(0, 1);
            case "displayName" -> in.equals("person") ? NOBODY : attribute.getValue();
            case "name" -> NAMED.contains(in) ? NOBODY : SOUNDS.contains(in) ? SOUND : attribute.getValue();
            case "user" -> in.equals("scenario") ? NOBODY : attribute.getValue();
            case "comment" -> in.equals("scenario") ? withoutUser(element, attribute) : attribute.getValue();
            case "userName" -> NOBODY;
            case "alt", "altText", "altTextSummary" -> withoutFile(attribute);
            case "title" -> FILLED.contains(in) ? "" : attribute.getValue();
            case "url" -> in.equals("absPath") ? "" : attribute.getValue();
            case "val" -> SOURCES.contains(in) ? "" : attribute.getValue();
            case "Target" -> opensUnasked(element) ? "about:blank" : attribute.getValue();
            default -> attribute.getValue();
        };
    }

    private static String withoutFile(Attribute readAloud) {
        return FileNames.isAllOf(readAloud.getValue()) ? PICTURE : readAloud.getValue();
    }

    /** Sheets write who made a scenario, and who changed it when, into what they say of it. Other lines stay. */
    private static String withoutUser(StartElement scenario, Attribute comment) {
        String kept = comment.getValue()
                .lines()
                .filter(line -> !SIGNED.matcher(line).matches())
                .collect(Collectors.joining("\n"));
        Attribute user = scenario.getAttributeByName(new QName("user"));
        return user == null || user.getValue().isBlank() ? kept : kept.replace(user.getValue(), NOBODY);
    }

    /** Pictures, templates and objects from elsewhere: opening the document would tell that address who reads it. */
    private static boolean opensUnasked(StartElement relationship) {
        boolean external = false;
        boolean link = false;
        for (var all = relationship.getAttributes(); all.hasNext(); ) {
            Attribute attribute = all.next();
            String name = attribute.getName().getLocalPart();
            external |= name.equals("TargetMode") && attribute.getValue().equals("External");
            link |= name.equals("Type") && attribute.getValue().endsWith("/hyperlink");
        }
        return external && !link;
    }

    /** The same in OpenDocument, and programs that a click would run. */
    private static boolean leadsElsewhere(String element, String address) {
        return CLICKED.contains(element)
                ? PROGRAM.matcher(address).matches()
                : ELSEWHERE.matcher(address.strip()).matches();
    }

    private static XMLInputFactory readers(boolean inOnePiece) {
        XMLInputFactory readers = XMLInputFactory.newDefaultFactory();
        readers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        readers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        // A name may not come in two pieces.
        readers.setProperty(XMLInputFactory.IS_COALESCING, inOnePiece);
        return readers;
    }

    /** A part of an archive, which goes on after it. */
    static final class Unclosed extends FilterInputStream {

        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The archive closes it.
        }
    }
}
