package dev.laurel.badge;

import dev.laurel.system.NotFound;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** A Comprehensive Learner Record to look at: the demonstration's badge of badges with its parts, and another one. */
@Controller
@ConditionalOnBooleanProperty("laurel.demo")
class DemoRecord {

    private static final List<String> BADGES =
            List.of("demo-stack", "demo-part-1", "demo-part-2", "demo-part-3", "demo-rated");
    private static final Duration KEPT = Duration.ofHours(1);

    private final LearnerRecords records;
    private final Clock clock;
    private volatile @Nullable Signed signed;

    private record Signed(String text, Instant at) {}

    DemoRecord(LearnerRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /** Records have one form, whoever asks: JSON with the proof of whoever put it together. */
    @GetMapping(path = {"/credentials/demo-record", "/credentials/demo-record.json"})
    ResponseEntity<byte[]> json() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(10)).cachePublic())
                .body(text().getBytes(StandardCharsets.UTF_8));
    }

    /** Signed seldom, because everybody may ask. */
    private String text() {
        Signed kept = signed;
        Instant now = clock.instant();
        if (kept == null || kept.at().plus(KEPT).isBefore(now)) {
            kept = new Signed(records.signTogether(BADGES, List.of(), Locale.ENGLISH), now);
            signed = kept;
        }
        if (kept.text().isEmpty()) {
            throw new NotFound("There are no badges to make the demonstration's record of");
        }
        return kept.text();
    }
}
