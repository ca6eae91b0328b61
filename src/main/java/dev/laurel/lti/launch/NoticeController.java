package dev.laurel.lti.launch;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where platforms post notices (Platform Notification Service 1.0): {@code {"notices": [{"jwt": …}, …]}}. There is no
 * cookie and no token; each notice proves itself or is passed over. The post is refused when none did.
 */
@RestController
class NoticeController {

    private static final Logger log = LoggerFactory.getLogger(NoticeController.class);
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST_NOTICES = 200;

    private final Notices notices;
    private final JsonMapper json;

    NoticeController(Notices notices, JsonMapper json) {
        this.notices = notices;
        this.json = json;
    }

    @PostMapping("/lti/notices")
    ResponseEntity<Void> take(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return answer(HttpStatus.CONTENT_TOO_LARGE);
        }
        List<String> tokens = tokens(body);
        if (tokens == null || tokens.size() > MOST_NOTICES) {
            return answer(HttpStatus.BAD_REQUEST);
        }
        LaunchRefused refusal = null;
        int taken = 0;
        for (String token : tokens) {
            try {
                notices.take(token);
                taken++;
            } catch (LaunchRefused e) {
                log.info("Notice refused, {}: {}", e.reason(), e.getMessage());
                refusal = e;
            }
        }
        return answer(taken == 0 && refusal != null ? refusal.status() : HttpStatus.OK);
    }

    /** The tokens of the post, an entry without one as an empty token; null when it is no such post. */
    private @Nullable List<String> tokens(byte[] body) {
        JsonNode list;
        try {
            list = json.readTree(body).path("notices");
        } catch (JacksonException e) {
            return null;
        }
        if (!list.isArray()) {
            return null;
        }
        List<String> tokens = new ArrayList<>(list.size());
        for (JsonNode notice : list) {
            tokens.add(notice.path("jwt").isString() ? notice.path("jwt").stringValue() : "");
        }
        return tokens;
    }

    private static ResponseEntity<Void> answer(HttpStatusCode status) {
        return ResponseEntity.status(status).build();
    }
}
