package dev.laurel.submission;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;

/**
 * Rich Text Format 1.9.1: groups that tell of people, programs and places are left out, names of those who changed or
 * commented it become one word, and photos are cleaned. Nothing after the end of the document is kept.
 */
final class RtfCleaner {

    private static final long MOST_BYTES = 100L * 1024 * 1024;
    private static final String NOBODY = "Author";

    /** {@code template} also would have a program open an address unasked. */
    private static final Set<String> DROPPED = Set.of(
            "info",
            "userprops",
            "generator",
            "template",
            "rsidtbl",
            "datastore",
            "nextfile",
            "protusertbl",
            "xmlnstbl");

    private static final Set<String> NAMES = Set.of("atnauthor", "atnid");

    private final byte[] rtf;
    private final ByteArrayOutputStream out;
    private boolean sure = true;

    private RtfCleaner(byte[] rtf) {
        this.rtf = rtf;
        this.out = new ByteArrayOutputStream(rtf.length);
    }

    static Cleaning clean(Path from, Path to) throws IOException {
        byte[] rtf = Files.size(from) > MOST_BYTES ? new byte[0] : Files.readAllBytes(from);
        RtfCleaner cleaner = new RtfCleaner(rtf);
        boolean whole = rtf.length > 0 && rtf[0] == '{' && cleaner.document();
        try (OutputStream clean = Files.newOutputStream(to)) {
            if (whole) {
                cleaner.out.writeTo(clean);
            } else {
                // Readers open it all the same, each in its own way.
                Files.copy(from, clean);
            }
        }
        return whole && cleaner.sure ? Cleaning.CLEAN : Cleaning.NOT_CLEANED;
    }

    /** @return whether every group ends */
    private boolean document() throws IOException {
        int depth = 0;
        int at = 0;
        while (at < rtf.length) {
            int next = after(at);
            if (rtf[at] == '{') {
                int end = group(at);
                if (end > at) {
                    at = end;
                    continue;
                }
                depth++;
            } else if (rtf[at] == '}') {
                depth--;
            }
            out.write(rtf, at, next - at);
            if (depth == 0) {
                return true;
            }
            at = next;
        }
        return false;
    }

    /** Deals with a whole group. @return after its end; the same place where its parts are to be looked at one by one */
    private int group(int at) throws IOException {
        String word = destination(at);
        if (DROPPED.contains(word)) {
            return end(at);
        }
        if (NAMES.contains(word)) {
            write("{\\*\\" + word + " " + NOBODY + "}");
            return end(at);
        }
        if (word.equals("revtbl")) {
            revisers(at, end(at));
            return end(at);
        }
        if (word.equals("pict")) {
            picture(at, end(at));
            return end(at);
        }
        sure &= !word.equals("objdata");
        return at;
    }

    /** The word that says what a group is for; empty for a group of plain text. */
    private String destination(int at) {
        int i = skipSpace(at + 1);
        if (i + 1 < rtf.length && rtf[i] == '\\' && rtf[i + 1] == '*') {
            i = skipSpace(i + 2);
        }
        if (i >= rtf.length || rtf[i] != '\\') {
            return "";
        }
        int begin = i + 1;
        int end = begin;
        while (end < rtf.length && isLetter(rtf[end])) {
            end++;
        }
        return new String(rtf, begin, end - begin, StandardCharsets.US_ASCII);
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < rtf.length && (rtf[at] == ' ' || rtf[at] == '\r' || rtf[at] == '\n')) {
            at++;
        }
        return at;
    }

    private static boolean isLetter(byte character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
    }

    /** Where the group that begins there is over; the end of the file if it never is. */
    private int end(int begin) {
        int depth = 0;
        int at = begin;
        while (at < rtf.length) {
            int next = after(at);
            if (rtf[at] == '{') {
                depth++;
            } else if (rtf[at] == '}' && --depth == 0) {
                return next;
            }
            at = next;
        }
        return rtf.length;
    }

    /** The place after a brace, a control word with its number and what it counts, a symbol, or a letter. */
    private int after(int at) {
        if (rtf[at] != '\\' || at + 1 >= rtf.length) {
            return at + 1;
        }
        if (!isLetter(rtf[at + 1])) {
            return Math.min(rtf.length, at + 2);
        }
        int end = at + 1;
        while (end < rtf.length && isLetter(rtf[end])) {
            end++;
        }
        boolean binary = new String(rtf, at + 1, end - at - 1, StandardCharsets.US_ASCII).equals("bin");
        long number = 0;
        if (end < rtf.length && rtf[end] == '-') {
            end++;
        }
        while (end < rtf.length && rtf[end] >= '0' && rtf[end] <= '9') {
            number = Math.min(Integer.MAX_VALUE, number * 10 + rtf[end] - '0');
            end++;
        }
        if (end < rtf.length && rtf[end] == ' ') {
            end++;
        }
        return (int) Math.min(rtf.length, binary ? end + number : end);
    }

    /** As many names as before, because changes refer to them by number. */
    private void revisers(int at, int end) {
        write("{\\*\\revtbl ");
        int names = 0;
        for (int i = at + 1; i < end; i = after(i)) {
            if (rtf[i] == '{') {
                write(names++ == 0 ? "{Unknown;}" : "{" + NOBODY + ";}");
            }
        }
        write("}");
    }

    /** By its content, where it is written in hexadecimal digits, as nearly always. */
    private void picture(int at, int end) throws IOException {
        int digits = end - 1;
        while (digits > at && (isDigit(rtf[digits - 1]) || rtf[digits - 1] == '\r' || rtf[digits - 1] == '\n')) {
            digits--;
        }
        String head = new String(rtf, at, digits - at, StandardCharsets.ISO_8859_1);
        // The digits of a control word's number are no picture: a space, a line or a brace ends that.
        byte[] picture = head.endsWith(" ") || head.endsWith("}") || rtf[digits] == '\r' || rtf[digits] == '\n'
                ? bytes(digits, end - 1)
                : new byte[0];
        ByteArrayOutputStream clean = new ByteArrayOutputStream(picture.length);
        if (isPhoto(picture) && cleaned(picture, clean)) {
            out.write(rtf, at, digits - at);
            write((head.endsWith(" ") || head.endsWith("}") ? "" : "\n")
                    + HexFormat.of().formatHex(clean.toByteArray()) + "}");
        } else {
            sure &= picture.length > 0 && !isPhoto(picture);
            out.write(rtf, at, end - at);
        }
    }

    private static boolean isDigit(byte character) {
        return Character.digit(character, 16) >= 0;
    }

    private byte[] bytes(int from, int to) {
        StringBuilder digits = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            if (isDigit(rtf[i])) {
                digits.append((char) rtf[i]);
            }
        }
        return digits.length() % 2 == 0 ? HexFormat.of().parseHex(digits) : new byte[0];
    }

    private static boolean isPhoto(byte[] picture) {
        return picture.length > 2 && (picture[0] == (byte) 0xFF || picture[0] == (byte) 0x89);
    }

    private static boolean cleaned(byte[] picture, OutputStream clean) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(picture))) {
            if (picture[0] == (byte) 0xFF) {
                JpegCleaner.clean(in, clean);
            } else {
                PngCleaner.clean(in, clean);
            }
            return true;
        } catch (Damaged | EOFException unreadable) {
            return false;
        }
    }

    private void write(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
