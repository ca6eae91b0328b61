package dev.laurel.submission;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A copy of a recording in which stretches are overwritten where they lie. Indexes of such files count bytes, so nothing is
 * taken out and nothing moves.
 */
final class InPlace implements Closeable {

    private static final int STRETCH = 64 * 1024;

    private final FileChannel file;
    private final long size;

    private InPlace(FileChannel file, long size) {
        this.file = file;
        this.size = size;
    }

    static InPlace copy(Path from, Path to) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            Files.copy(from, out);
        }
        FileChannel file = FileChannel.open(to, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new InPlace(file, file.size());
    }

    long size() {
        return size;
    }

    /** @throws Damaged when there are not so many */
    ByteBuffer read(long at, int bytes, ByteOrder order) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(bytes).order(order);
        while (read.hasRemaining()) {
            if (at < 0 || file.read(read, at + read.position()) <= 0) {
                throw new Damaged("a part that ends too early");
            }
        }
        return read.flip();
    }

    String text(long at, int bytes) throws IOException {
        return StandardCharsets.ISO_8859_1
                .decode(read(at, bytes, ByteOrder.BIG_ENDIAN))
                .toString();
    }

    void write(long at, byte... bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            file.write(left, at + left.position());
        }
    }

    void fill(long from, long to, byte with) throws IOException {
        byte[] stretch = new byte[(int) Math.min(STRETCH, Math.max(0, to - from))];
        Arrays.fill(stretch, with);
        for (long at = from; at < to; at += stretch.length) {
            ByteBuffer left = ByteBuffer.wrap(stretch, 0, (int) Math.min(stretch.length, to - at));
            while (left.hasRemaining()) {
                file.write(left, at + left.position());
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
