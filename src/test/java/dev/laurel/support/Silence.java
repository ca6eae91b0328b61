package dev.laurel.support;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A recording that every browser plays, in which nothing is said. */
public final class Silence {

    private static final int RATE = 8000;

    private Silence() {}

    /** As a WAV, 8 kilobytes a second. */
    public static byte[] ofSeconds(int seconds) {
        int bytes = seconds * RATE;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1)
                .putShort((short) 1)
                .putInt(RATE)
                .putInt(RATE)
                .putShort((short) 1)
                .putShort((short) 8);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        byte[] samples = new byte[bytes];
        Arrays.fill(samples, (byte) 128);
        return wav.put(samples).array();
    }
}
