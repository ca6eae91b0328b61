package dev.laurel.badge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Puts a credential into an image, so that the file itself is the badge.
 *
 * @see <a href="https://www.imsglobal.org/spec/ob/v3p0#baked-badge">Open Badges 3.0, 5.3 Baked Badges</a>
 */
final class Baking {

    static final String KEYWORD = "openbadgecredential";
    /** Of Open Badges 2.0. */
    static final String HOSTED_KEYWORD = "openbadges";

    static final String HOSTED_NAMESPACE = "http://openbadges.org";
    static final String NAMESPACE = "https://purl.imsglobal.org/ob/v3p0";

    /** Of Comprehensive Learner Record 2.0. */
    static final String RECORD_KEYWORD = "clrcredential";

    static final String RECORD_NAMESPACE = "https://purl.imsglobal.org/clr/v2p0";

    /** Signature, and IHDR with its length, type and checksum. */
    private static final int HEADER_LENGTH = 8 + 4 + 4 + 13 + 4;

    private Baking() {}

    /**
     * What goes into the image.
     *
     * @param keyword of the chunk of a PNG
     * @param element the first element of an SVG, whole
     */
    record Baked(String keyword, String text, String element) {

        /** With an embedded proof. */
        static Baked credential(String json) {
            return document(KEYWORD, "openbadges", NAMESPACE, json);
        }

        /** A token stands in an attribute, because it is its own proof. */
        static Baked token(String compact) {
            return token(KEYWORD, "openbadges", NAMESPACE, compact);
        }

        /** A learner record with an embedded proof. */
        static Baked learnerRecord(String json) {
            return document(RECORD_KEYWORD, "clr", RECORD_NAMESPACE, json);
        }

        static Baked learnerRecordToken(String compact) {
            return token(RECORD_KEYWORD, "clr", RECORD_NAMESPACE, compact);
        }

        private static Baked document(String keyword, String prefix, String namespace, String json) {
            return new Baked(
                    keyword,
                    json,
                    "<" + prefix + ":credential xmlns:" + prefix + "=\"" + namespace + "\"><![CDATA["
                            + json.replace("]]>", "]]\\u003e") + "]]></" + prefix + ":credential>");
        }

        private static Baked token(String keyword, String prefix, String namespace, String compact) {
            return new Baked(
                    keyword,
                    compact,
                    "<" + prefix + ":credential xmlns:" + prefix + "=\"" + namespace + "\" verify=\"" + compact
                            + "\"></" + prefix + ":credential>");
        }

        /** Open Badges 2.0: the assertion, and in a drawing the address that it is hosted at. */
        static Baked assertion(String json, String address) {
            return new Baked(
                    HOSTED_KEYWORD,
                    json,
                    "<openbadges:assertion xmlns:openbadges=\"" + HOSTED_NAMESPACE + "\" verify=\"" + address
                            + "\"><![CDATA[" + json.replace("]]>", "]]\\u003e") + "]]></openbadges:assertion>");
        }
    }

    /** A copy of the PNG with one uncompressed iTXt chunk behind its header. */
    static byte[] png(byte[] image, Baked baked) {
        byte[] chunk = internationalText(baked);
        ByteArrayOutputStream copy = new ByteArrayOutputStream(image.length + chunk.length);
        copy.write(image, 0, HEADER_LENGTH);
        copy.writeBytes(chunk);
        copy.write(image, HEADER_LENGTH, image.length - HEADER_LENGTH);
        return copy.toByteArray();
    }

    /** Keyword, no compression, no language, no translated keyword, text (PNG, 11.3.3.4). */
    private static byte[] internationalText(Baked baked) {
        byte[] utf8 = baked.text().getBytes(StandardCharsets.UTF_8);
        byte[] keyword = baked.keyword().getBytes(StandardCharsets.US_ASCII);
        int length = keyword.length + 5 + utf8.length;
        ByteBuffer chunk = ByteBuffer.allocate(4 + 4 + length + 4)
                .putInt(length)
                .put("iTXt".getBytes(StandardCharsets.US_ASCII))
                .put(keyword)
                .put(new byte[5])
                .put(utf8);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + length);
        return chunk.putInt((int) checksum.getValue()).array();
    }

    /**
     * The drawing as a document whose first element is the credential.
     *
     * @param elements within a view of 640 by 640
     */
    static String svg(String elements, String title, Baked baked) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"640\" viewBox=\"0 0 640 640\""
                + " role=\"img\">" + baked.element() + "\n<title>" + escaped(title) + "</title>\n"
                + elements + "</svg>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
