package dev.laurel.submission;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.AbstractResource;
import software.amazon.awssdk.http.Abortable;

/** Bytes far away that are asked for when they are first read, from where they are wanted: a player may jump in a film. */
final class SeekableResource extends AbstractResource {

    private final String name;
    private final long bytes;
    private final Source source;

    SeekableResource(String name, long bytes, Source source) {
        this.name = name;
        this.bytes = bytes;
        this.source = source;
    }

    /** Opens the bytes from a place on. */
    interface Source {
        InputStream from(long offset) throws IOException;
    }

    @Override
    public String getDescription() {
        return "evidence " + name;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public long contentLength() {
        return bytes;
    }

    @Override
    public long lastModified() {
        // The same name always means the same bytes; there is no time to tell.
        return 0;
    }

    @Override
    public InputStream getInputStream() {
        return new Seekable();
    }

    private final class Seekable extends InputStream {

        private long position;
        private @Nullable InputStream open;

        private InputStream opened() throws IOException {
            if (open == null) {
                open = source.from(position);
            }
            return open;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (position >= bytes && length > 0) {
                return -1;
            }
            int read = opened().read(buffer, offset, length);
            position += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long wanted) throws IOException {
            if (open != null) {
                long skipped = open.skip(wanted);
                position += skipped;
                return skipped;
            }
            long skipped = Math.max(0, Math.min(wanted, bytes - position));
            position += skipped;
            return skipped;
        }

        /** What nobody wants any more is not read to its end. */
        @Override
        public void close() throws IOException {
            if (open instanceof Abortable abortable && position < bytes) {
                abortable.abort();
            } else if (open != null) {
                open.close();
            }
        }
    }
}
