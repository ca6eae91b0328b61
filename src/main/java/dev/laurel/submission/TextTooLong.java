package dev.laurel.submission;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** An answer of more characters than any answer has. */
class TextTooLong extends Refusal {

    TextTooLong(int characters) {
        super(
                HttpStatus.CONTENT_TOO_LARGE,
                "submission.text-too-long",
                "The text has " + characters + " characters",
                Drafts.MOST_CHARACTERS);
    }
}
