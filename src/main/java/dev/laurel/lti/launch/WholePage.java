package dev.laurel.lti.launch;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the view from flushing what it has written. A page that fits the buffer then leaves in one piece and with its
 * length, which saves every launch a write to the network.
 */
final class WholePage extends HttpServletResponseWrapper {

    private static final int BUFFER = 32 * 1024;

    private @Nullable PrintWriter writer;

    WholePage(HttpServletResponse response) {
        super(response);
        response.setBufferSize(BUFFER);
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer = new Unflushed(super.getWriter());
        }
        return writer;
    }

    private static final class Unflushed extends PrintWriter {

        Unflushed(PrintWriter writer) {
            super(writer);
        }

        @Override
        public void flush() {
            // The container does, when the page is whole.
        }
    }
}
