package dev.laurel.support;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mail server of all tests: a real one, that takes whatever is sent by SMTP and lets tests read it. */
public final class Mailbox {

    private static final Pattern LINK = Pattern.compile("https?://\\S+");
    private static final GreenMail SERVER = start();

    private Mailbox() {}

    private static GreenMail start() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server;
    }

    /** Where it listens. */
    public static int port() {
        return SERVER.getSmtp().getPort();
    }

    /** A mail as it arrived. */
    public record Mail(String from, String subject, String text) {

        /** The first link in it. */
        public URI link() {
            Matcher link = LINK.matcher(text);
            if (!link.find()) {
                throw new IllegalStateException("No link in: " + text);
            }
            return URI.create(link.group());
        }
    }

    /** The latest mail to an address, once so many have come. */
    public static Mail latest(String address, int expected) {
        await().atMost(Duration.ofSeconds(60)).until(() -> to(address).size() >= expected);
        List<Mail> mails = to(address);
        return mails.get(mails.size() - 1);
    }

    /** The link of the latest mail that leads to that path, once one has come after so many mails; others may come between. */
    public static URI linkTo(String path, String address, int after) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> to(address).stream()
                                .skip(after)
                                .filter(mail -> mail.text().contains(path))
                                .reduce((one, later) -> later),
                        Optional::isPresent)
                .orElseThrow()
                .link();
    }

    /** What has arrived for an address, in order. */
    public static List<Mail> to(String address) {
        return Arrays.stream(SERVER.getReceivedMessages())
                .filter(message -> isTo(message, address))
                .map(Mailbox::read)
                .toList();
    }

    /** A header of the latest mail to an address; empty when it has none. */
    public static String header(String address, String name) {
        return Arrays.stream(SERVER.getReceivedMessages())
                .filter(message -> isTo(message, address))
                .reduce((first, second) -> second)
                .map(message -> header(message, name))
                .orElse("");
    }

    private static String header(MimeMessage message, String name) {
        try {
            String header = message.getHeader(name, null);
            return header == null ? "" : header;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isTo(MimeMessage message, String address) {
        try {
            return Arrays.stream(message.getAllRecipients())
                    .map(Address::toString)
                    .anyMatch(address::equalsIgnoreCase);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mail read(MimeMessage message) {
        try {
            return new Mail(
                    message.getFrom()[0].toString(),
                    message.getSubject(),
                    message.getContent() instanceof String text ? text : GreenMailUtil.getBody(message));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
