package dev.laurel.submission;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer that speaks clamd's INSTREAM and PING over TCP and knows one virus: the test file of EICAR. {@link Clamd} is the real one. */
final class ClamdPeer implements AutoCloseable {

    /** Put together here, so that no scanner refuses our sources. */
    static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private final int most;
    private final AtomicInteger asked = new AtomicInteger();
    private ServerSocket server;
    private Thread listening;
    private int port;

    /** @param most how many bytes it listens to, as StreamMaxLength says */
    ClamdPeer(int most) {
        this.most = most;
        up();
    }

    String address() {
        return "localhost:" + port;
    }

    int asked() {
        return asked.get();
    }

    /** Listens again at the same address. */
    void up() {
        try {
            server = new ServerSocket(port, 50, InetAddress.getByName("localhost"));
            port = server.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket own = server;
        listening = new Thread(() -> listen(own), "clamd-peer");
        listening.setDaemon(true);
        listening.start();
    }

    void down() {
        try {
            server.close();
            // One that is blocked in accept() may still take a last connection.
            listening.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(ServerSocket own) {
        while (!own.isClosed()) {
            try (Socket socket = own.accept()) {
                String answer = answer(new DataInputStream(socket.getInputStream()));
                socket.getOutputStream().write((answer + "\0").getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            } catch (IOException closed) {
                // The next one, or the end.
            }
        }
    }

    private static String command(DataInputStream in) throws IOException {
        StringBuilder command = new StringBuilder();
        for (byte one = in.readByte(); one != 0; one = in.readByte()) {
            command.append((char) one);
        }
        return command.toString();
    }

    private String answer(DataInputStream in) throws IOException {
        String command = command(in);
        if (command.equals("zPING")) {
            return "PONG";
        }
        asked.incrementAndGet();
        if (!command.equals("zINSTREAM")) {
            return "UNKNOWN COMMAND";
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int length = in.readInt(); length != 0; length = in.readInt()) {
            content.write(in.readNBytes(length));
            if (content.size() > most) {
                return "INSTREAM size limit exceeded. ERROR";
            }
        }
        return content.toString(StandardCharsets.ISO_8859_1).contains(EICAR)
                ? "stream: Eicar-Signature FOUND"
                : "stream: OK";
    }

    @Override
    public void close() {
        down();
    }
}
