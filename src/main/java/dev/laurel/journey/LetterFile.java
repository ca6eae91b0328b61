package dev.laurel.journey;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** A letter as a browser shows it, kept by nobody on the way. */
final class LetterFile {

    private LetterFile() {}

    static ResponseEntity<byte[]> of(byte[] pdf) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"letter.pdf\"")
                .body(pdf);
    }
}
