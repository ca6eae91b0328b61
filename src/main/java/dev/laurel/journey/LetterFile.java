package dev.laurel.journey;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** A letter to keep: shown in a frame it would take the place of the window. Nobody else keeps it on the way. */
final class LetterFile {

    private LetterFile() {}

    static ResponseEntity<byte[]> of(byte[] pdf) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"letter.pdf\"")
                .body(pdf);
    }
}
