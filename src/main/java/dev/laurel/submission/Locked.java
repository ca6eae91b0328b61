package dev.laurel.submission;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/** Documents and archives that open with a password only; their content is another kind than their name says, or none. */
final class Locked {

    private static final int MOST_OF_A_MANIFEST = 1024 * 1024;

    // The end of an archive and its list of entries: APPNOTE.TXT of PKWARE, sections 4.3.16 and 4.3.12.
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 65_535;
    private static final int LISTED = 0x02014b50;
    private static final int LISTED_LENGTH = 46;
    private static final int ENCRYPTED = 1;
    private static final int MOST_OF_A_LIST = 4 * 1024 * 1024;

    private Locked() {}

    /** Whether it is a new document of Office in the envelope of an old one (MS-OFFCRYPTO, section 1.3.3). */
    static boolean isEnvelope(Path file) {
        try (POIFSFileSystem envelope = new POIFSFileSystem(file.toFile(), true)) {
            return envelope.getRoot().hasEntryCaseInsensitive("EncryptedPackage");
        } catch (IOException | RuntimeException damaged) {
            return false;
        }
    }

    /** Whether the list of parts says how they were encrypted (OpenDocument 1.3, part 2, section 4.4). */
    static boolean isOpenDocument(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry manifest = zip.getEntry("META-INF/manifest.xml");
            if (manifest == null) {
                return false;
            }
            try (InputStream content = zip.getInputStream(manifest)) {
                return new String(content.readNBytes(MOST_OF_A_MANIFEST), StandardCharsets.UTF_8)
                        .contains(":encryption-data");
            }
        } catch (ZipException damaged) {
            return false;
        }
    }

    /** Whether any entry of an archive is encrypted; Java opens no such archive. */
    static boolean isArchive(Path file) throws IOException {
        try (RandomAccessFile archive = new RandomAccessFile(file.toFile(), "r")) {
            long length = archive.length();
            ByteBuffer tail = read(archive, Math.max(0, length - END_LENGTH - LONGEST_COMMENT), length);
            for (int end = tail.limit() - END_LENGTH; end >= 0; end--) {
                if (tail.getInt(end) == END) {
                    long from = Integer.toUnsignedLong(tail.getInt(end + 16));
                    long to = from + Integer.toUnsignedLong(tail.getInt(end + 12));
                    return to <= length && listsEncrypted(read(archive, from, Math.min(to, from + MOST_OF_A_LIST)));
                }
            }
            return false;
        }
    }

    private static boolean listsEncrypted(ByteBuffer list) {
        int at = 0;
        while (at + LISTED_LENGTH <= list.limit() && list.getInt(at) == LISTED) {
            if ((list.getShort(at + 8) & ENCRYPTED) != 0) {
                return true;
            }
            at += LISTED_LENGTH
                    + Short.toUnsignedInt(list.getShort(at + 28))
                    + Short.toUnsignedInt(list.getShort(at + 30))
                    + Short.toUnsignedInt(list.getShort(at + 32));
        }
        return false;
    }

    private static ByteBuffer read(RandomAccessFile archive, long from, long to) throws IOException {
        byte[] bytes = new byte[(int) (to - from)];
        archive.seek(from);
        archive.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
