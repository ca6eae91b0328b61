package dev.laurel.lti.check;

import dev.laurel.system.LaurelSettings;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Asks the platform where it sends its notices (Platform Notification Service 1.0, section 3). */
@Component
@Order(9)
class NoticeCheck implements LineCheck {

    private static final String COURSE_COPY = "LtiContextCopyNotice";

    private final String own;

    NoticeCheck(LaurelSettings settings) {
        this.own = settings.baseUrl().toString();
    }

    @Override
    public CheckLine line() {
        return CheckLine.NOTICES;
    }

    @Override
    public Finding run(CheckedPlace place, Probe probe) {
        Lms lms = Lms.of(place.registration());
        CheckedPlace.NoticeService service = place.notices();
        if (service == null) {
            // These are known to send some, and do so when the right is switched on.
            boolean sends = lms == Lms.CANVAS || lms == Lms.BRIGHTSPACE;
            return Finding.impossible(line(), Words.of("notices.no-service"), sends ? lms.mend("notices") : null);
        }
        Words tried = Words.of("notices.tried");
        Probe.Token token = probe.token(place.registration(), Set.of(ServiceRight.NOTICES.scope()));
        if (token.token() == null) {
            return Finding.attention(
                    line(),
                    tried,
                    token.reply().inWords(),
                    token.isAboutScopes() ? lms.mend("notices") : lms.mend("token-first"));
        }
        Probe.Reply reply = probe.get(service.address(), "application/json", token.token());
        if (!reply.isSuccessful()) {
            return Finding.attention(
                    line(), tried, reply.inWords(), lms.mend(reply.isPassing() ? "service-down" : "notices"));
        }
        int ours = 0;
        boolean copies = false;
        for (JsonNode handler : reply.body().path("notice_handlers")) {
            if (handler.path("handler").asString("").startsWith(own + "/")) {
                ours++;
                copies |= handler.path("notice_type").asString("").equals(COURSE_COPY);
            }
        }
        if (copies || (ours > 0 && !service.types().contains(COURSE_COPY))) {
            return Finding.ok(line(), tried, Words.of("notices.ok", ours));
        }
        return Finding.attention(line(), tried, Words.of("notices.not-registered"), lms.mend("notices-register"));
    }
}
