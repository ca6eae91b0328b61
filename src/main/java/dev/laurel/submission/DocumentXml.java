package dev.laurel.submission;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.Attribute;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;

/** A part of a document, copied event by event; names of authors become one and the same word. */
final class DocumentXml {

    private static final String NOBODY = "Author";

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

    private static final XMLEventFactory EVENTS = XMLEventFactory.newDefaultFactory();
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();
    private static final XMLInputFactory READERS = readers();

    private DocumentXml() {}

    /** Closes neither stream. @throws Damaged when it is not XML, or declares entities */
    static void copy(InputStream in, OutputStream out) throws IOException {
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".getBytes(StandardCharsets.UTF_8));
        try {
            XMLEventReader reader = READERS.createXMLEventReader(new Unclosed(in));
            XMLEventWriter writer = WRITERS.createXMLEventWriter(out, StandardCharsets.UTF_8.name());
            boolean name = false;
            Set<String> names = new HashSet<>();
            while (reader.hasNext()) {
                XMLEvent event = reader.nextEvent();
                if (event.getEventType() == XMLEvent.DTD) {
                    throw new Damaged("a document type in a part");
                }
                if (name && event.isCharacters()) {
                    names.add(event.asCharacters().getData().strip());
                    continue;
                }
                if (event.isStartDocument() || event.isEndDocument()) {
                    continue;
                }
                if (event.isStartElement()) {
                    StartElement element = event.asStartElement();
                    writer.add(withoutNames(element));
                    name = NAMES.contains(element.getName().toString())
                            || OF_LIBRARIES.contains(element.getName().getLocalPart());
                    if (name) {
                        writer.add(EVENTS.createCharacters(NOBODY));
                    }
                } else {
                    name = false;
                    writer.add(isSigned(event, names) ? EVENTS.createCharacters(NOBODY + ":") : event);
                }
            }
            writer.flush();
        } catch (XMLStreamException malformed) {
            throw new Damaged("a part that is not XML");
        }
    }

    /** Sheets begin a note with the name of who wrote it. */
    private static boolean isSigned(XMLEvent event, Set<String> names) {
        if (!event.isCharacters()) {
            return false;
        }
        String text = event.asCharacters().getData().strip();
        return text.endsWith(":") && names.contains(text.substring(0, text.length() - 1));
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
        return switch (attribute.getName().getLocalPart()) {
            case "author", "userId" -> NOBODY;
            case "initials" -> NOBODY.substring(0, 1);
            case "displayName" -> in.equals("person") ? NOBODY : attribute.getValue();
            case "name" -> NAMED.contains(in) ? NOBODY : attribute.getValue();
            case "userName" -> NOBODY;
            case "url" -> in.equals("absPath") ? "" : attribute.getValue();
            case "Target" -> opensUnasked(element) ? "about:blank" : attribute.getValue();
            default -> attribute.getValue();
        };
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

    private static XMLInputFactory readers() {
        XMLInputFactory readers = XMLInputFactory.newDefaultFactory();
        readers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        readers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        return readers;
    }

    private static final class Unclosed extends FilterInputStream {

        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The archive closes it.
        }
    }
}
