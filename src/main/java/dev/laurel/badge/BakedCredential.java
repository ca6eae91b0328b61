package dev.laurel.badge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Takes a credential out of what somebody brought: a PNG or SVG that it was baked into, or the text itself. */
final class BakedCredential {

    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /** A small chunk can be inflated into very much. */
    private static final int LONGEST_TEXT = 1 << 20;

    private BakedCredential() {}

    /** The credential's text; empty when an image holds none, or is damaged. */
    static Optional<String> in(byte[] file) {
        if (file.length > 8 && Arrays.equals(file, 0, 8, PNG_SIGNATURE, 0, 8)) {
            return inPng(ByteBuffer.wrap(file, 8, file.length - 8));
        }
        String text = new String(file, StandardCharsets.UTF_8).strip();
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        return text.startsWith("<") ? inSvg(file) : Optional.of(text);
    }

    private static Optional<String> inPng(ByteBuffer chunks) {
        Optional<String> older = Optional.empty();
        try {
            while (chunks.remaining() >= 12) {
                int length = chunks.getInt();
                byte[] typeAndData = new byte[checked(length, chunks) + 4];
                chunks.get(typeAndData);
                CRC32 checksum = new CRC32();
                checksum.update(typeAndData);
                boolean whole = (int) checksum.getValue() == chunks.getInt();
                String type = new String(typeAndData, 0, 4, StandardCharsets.US_ASCII);
                byte[] data = Arrays.copyOfRange(typeAndData, 4, typeAndData.length);
                if (whole && type.equals("iTXt")) {
                    Optional<String> credential = international(data, Baking.KEYWORD, Baking.RECORD_KEYWORD);
                    if (credential.isPresent()) {
                        return credential;
                    }
                    older = older.or(() -> internationalOrNone(data));
                } else if (whole && type.equals("tEXt")) {
                    older = older.or(() -> latin(data));
                }
            }
        } catch (BufferUnderflowException | DataFormatException e) {
            return Optional.empty(); // cut off or not what it says
        }
        return older;
    }

    private static Optional<String> internationalOrNone(byte[] data) {
        try {
            return international(data, Baking.HOSTED_KEYWORD);
        } catch (DataFormatException e) {
            return Optional.empty();
        }
    }

    /** As the first bakers did: a keyword, and the address of the assertion. */
    private static Optional<String> latin(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        return text.startsWith(Baking.HOSTED_KEYWORD + "\0")
                ? Optional.of(text.substring(Baking.HOSTED_KEYWORD.length() + 1).strip())
                : Optional.empty();
    }

    private static int checked(int length, ByteBuffer chunks) {
        if (length < 0 || length > chunks.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    /** Keyword, whether compressed, method, language, translated keyword, text (PNG, 11.3.3.4). */
    private static Optional<String> international(byte[] data, String... keywords) throws DataFormatException {
        ByteBuffer chunk = ByteBuffer.wrap(data);
        if (!List.of(keywords).contains(untilZero(chunk))) {
            return Optional.empty();
        }
        boolean compressed = chunk.get() == 1;
        chunk.get();
        untilZero(chunk);
        untilZero(chunk);
        byte[] text = new byte[chunk.remaining()];
        chunk.get(text);
        return Optional.of(new String(compressed ? inflated(text) : text, StandardCharsets.UTF_8));
    }

    private static String untilZero(ByteBuffer chunk) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (byte next = chunk.get(); next != 0; next = chunk.get()) {
            text.write(next);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static byte[] inflated(byte[] zipped) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(zipped);
            byte[] text = new byte[LONGEST_TEXT];
            int length = inflater.inflate(text);
            if (!inflater.finished()) {
                throw new DataFormatException("Too long, or cut off");
            }
            return Arrays.copyOf(text, length);
        } finally {
            inflater.end();
        }
    }

    private static Optional<String> inSvg(byte[] file) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader svg = factory.createXMLStreamReader(new ByteArrayInputStream(file));
            while (svg.hasNext()) {
                if (svg.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                if (svg.getLocalName().equals("assertion") && Baking.HOSTED_NAMESPACE.equals(svg.getNamespaceURI())) {
                    String address = svg.getAttributeValue(null, "verify");
                    String text = svg.getElementText().strip();
                    return Optional.of(text.isEmpty() && address != null ? address.strip() : text);
                }
                boolean credential = Baking.NAMESPACE.equals(svg.getNamespaceURI())
                        || Baking.RECORD_NAMESPACE.equals(svg.getNamespaceURI());
                if (credential && svg.getLocalName().equals("credential")) {
                    String token = svg.getAttributeValue(null, "verify");
                    return Optional.of(token == null ? svg.getElementText().strip() : token.strip());
                }
            }
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
