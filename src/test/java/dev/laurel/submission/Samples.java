package dev.laurel.submission;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The smallest content that is, or pretends to be, of a kind. */
final class Samples {

    private Samples() {}

    static byte[] of(String kind) {
        return switch (kind) {
            case "pdf" -> text("%PDF-1.7\n%âãÏÓ\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
            case "html" -> text("<!DOCTYPE html>\n<html><body><script>alert(1)</script></body></html>\n");
            case "svg" -> text("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>");
            case "script" -> text("#!/bin/sh\nrm -rf /\n");
            case "csv" -> text("option,first,second\nA,12,4\nB,9,21\n");
            case "png" ->
                join(new int[] {0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 'I', 'H', 'D', 'R'});
            case "jpg" -> join(new int[] {0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1});
            case "exe" -> join(new int[] {'M', 'Z', 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xFF, 0xFF, 0, 0});
            case "mp3" -> join(new int[] {'I', 'D', '3', 3, 0, 0, 0, 0, 0, 0, 0xFF, 0xFB, 0x90, 0x64});
            case "mp4" -> box("isom");
            case "mov" -> box("qt  ");
            case "heic" -> box("heic");
            case "wav" -> text("RIFF\u0024\0\0\0WAVEfmt \u0010\0\0\0");
            case "zip" -> zip("projects/one.txt");
            case "docx" -> zip("[Content_Types].xml", "word/document.xml");
            case "docm" -> zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin");
            case "xlsx" -> zip("[Content_Types].xml", "xl/workbook.xml");
            case "pptx" -> zip("[Content_Types].xml", "ppt/presentation.xml");
            case "brokenzip" -> text("PK\u0003\u0004 and then nothing of the kind");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** A PDF of that many bytes. */
    static byte[] pdf(int bytes) {
        return ByteBuffer.allocate(bytes).put(of("pdf")).array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] box(String brand) {
        return text("\0\0\0\u0018ftyp" + brand + "\0\0\0\0" + brand + "mp42");
    }

    private static byte[] join(int[] bytes) {
        byte[] joined = new byte[64];
        for (int i = 0; i < bytes.length; i++) {
            joined[i] = (byte) bytes[i];
        }
        return joined;
    }

    private static byte[] zip(String... entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(text(entry.endsWith(".xml") ? "<part>" + entry + "</part>" : "content of " + entry));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
