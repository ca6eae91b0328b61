package dev.laurel.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A valid MP3 of silence, 26 ms a frame (MPEG-1 layer III, 128 kbit/s, 44.1 kHz). */
public final class SampleAudio {

    private static final byte[] FRAME_HEADER = {(byte) 0xFF, (byte) 0xFB, (byte) 0x90, 0x64};
    private static final int FRAME_BYTES = 417;

    private SampleAudio() {}

    public static byte[] ofSeconds(int seconds) {
        ByteArrayOutputStream mp3 = new ByteArrayOutputStream();
        mp3.writeBytes("ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0000".getBytes(StandardCharsets.ISO_8859_1));
        byte[] rest = new byte[FRAME_BYTES - FRAME_HEADER.length];
        for (int frame = 0; frame < seconds * 1000 / 26; frame++) {
            mp3.writeBytes(FRAME_HEADER);
            mp3.writeBytes(rest);
        }
        return mp3.toByteArray();
    }
}
