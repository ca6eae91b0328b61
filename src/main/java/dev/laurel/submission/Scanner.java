package dev.laurel.submission;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Asks a ClamAV daemon, where one is configured, by its command INSTREAM over TCP: the bytes in chunks with their length
 * before each, an empty one at the end, and one line back.
 */
@Component
class Scanner {

    private static final Logger log = LoggerFactory.getLogger(Scanner.class);

    private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PING = "zPING\0".getBytes(StandardCharsets.US_ASCII);

    /** What a daemon with AlertExceedsMax says of what it did not look through: no virus, and no all-clear. */
    private static final String NOT_LOOKED_THROUGH = "stream: Heuristics.Limits.Exceeded";

    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_ANSWER = 4096;
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);

    /** A daemon says nothing while it unpacks a large archive. */
    private static final Duration TO_ANSWER = Duration.ofMinutes(2);

    private final @Nullable String host;
    private final int port;
    private final Duration patience;

    @Autowired
    Scanner(EvidenceSettings settings) {
        this(settings.scanner(), TO_ANSWER);
    }

    /**
     * @param address {@code host:port}, or null for none
     */
    Scanner(@Nullable String address, Duration patience) {
        int colon = address == null ? -1 : address.lastIndexOf(':');
        this.host = address == null ? null : address.substring(0, colon);
        this.port = address == null ? 0 : Integer.parseInt(address.substring(colon + 1));
        this.patience = patience;
    }

    boolean isConfigured() {
        return host != null;
    }

    /** What is found in a file; null where no scanner is configured. */
    @Nullable
    Scan scan(Path file) throws IOException {
        if (host == null) {
            return null;
        }
        try (InputStream content = Files.newInputStream(file)) {
            return ask(host, content);
        }
    }

    /** What is found in a stream, which is read to its end unless the scanner stops listening; null without a scanner. */
    @Nullable
    Scan scan(InputStream content) throws IOException {
        return host == null ? null : ask(host, content);
    }

    /** Whether the scanner is there: what it could not judge is one file's trouble then, and not everybody's. */
    boolean answers() {
        if (host == null) {
            return false;
        }
        try (Socket socket = connect(host)) {
            socket.getOutputStream().write(PING);
            return answer(socket.getInputStream()).equals("PONG");
        } catch (IOException e) {
            return false;
        }
    }

    private Socket connect(String scanner) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(scanner, port), (int) TO_CONNECT.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Scan ask(String scanner, InputStream content) throws IOException {
        try (Socket socket = connect(scanner)) {
            send(socket, content);
            return verdict(answer(socket.getInputStream()));
        } catch (Unreadable e) {
            throw e.unreadable;
        } catch (IOException e) {
            log.warn("The virus scanner does not answer; files are held back until it does: {}", e.toString());
            return Scan.WAITING;
        }
    }

    /** Our own file cannot be read: that says nothing about the scanner. */
    private static final class Unreadable extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient IOException unreadable;

        Unreadable(IOException unreadable) {
            super(unreadable);
            this.unreadable = unreadable;
        }
    }

    private static void send(Socket socket, InputStream content) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), CHUNK + 4));
        byte[] buffer = new byte[CHUNK];
        try {
            out.write(COMMAND);
            for (int read = read(content, buffer); read >= 0; read = read(content, buffer)) {
                if (read > 0) {
                    out.writeInt(read);
                    out.write(buffer, 0, read);
                }
            }
            out.writeInt(0);
            out.flush();
        } catch (Unreadable e) {
            throw e;
        } catch (IOException stopped) {
            // It stops listening to what is longer than it takes, and has said so.
            log.debug("The virus scanner stopped listening", stopped);
        }
    }

    private static int read(InputStream content, byte[] buffer) throws Unreadable {
        try {
            return content.read(buffer);
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    private static String answer(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int one = in.read(); one > 0 && one != '\n' && answer.size() < LONGEST_ANSWER; one = in.read()) {
            answer.write(one);
        }
        if (answer.size() == 0) {
            throw new EOFException("It hung up without an answer");
        }
        return answer.toString(StandardCharsets.UTF_8).strip();
    }

    private static Scan verdict(String answer) {
        if (answer.equals("stream: OK")) {
            return Scan.CLEAN;
        }
        if (answer.startsWith("stream: ") && answer.endsWith(" FOUND") && !answer.startsWith(NOT_LOOKED_THROUGH)) {
            log.warn("The virus scanner refuses a file: {}", answer);
            return Scan.INFECTED;
        }
        log.error(
                "The virus scanner cannot judge a file, which is held back: “{}”. If it is too long for the scanner,"
                        + " raise StreamMaxLength, MaxFileSize and MaxScanSize there",
                answer);
        return Scan.WAITING;
    }
}
