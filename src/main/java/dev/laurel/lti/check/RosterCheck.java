package dev.laurel.lti.check;

import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Reads the first page of the course's roster (NRPS 2.0, section 2.4). */
@Component
@Order(8)
class RosterCheck implements LineCheck {

    @Override
    public CheckLine line() {
        return CheckLine.ROSTER;
    }

    @Override
    public Finding run(CheckedPlace place, Probe probe) {
        Lms lms = Lms.of(place.registration());
        if (place.roster() == null) {
            return place.course() == null
                    ? Finding.impossible(line(), Words.of("no-course"), Words.of("mend.no-course"))
                    : Finding.impossible(line(), Words.of("roster.no-service"), lms.mend("roster"));
        }
        Words tried = Words.of("roster.tried", place.courseOrHost());
        Probe.Token token = probe.token(place.registration(), Set.of(ServiceRight.ROSTER.scope()));
        if (token.token() == null) {
            return Finding.attention(
                    line(),
                    tried,
                    token.reply().inWords(),
                    token.isAboutScopes() ? lms.mend("roster") : lms.mend("token-first"));
        }
        FirstPage page = FirstPage.read(place, probe, token.token());
        if (!page.reply().isSuccessful()) {
            return Finding.attention(line(), tried, page.reply().inWords(), mend(page.reply(), lms));
        }
        if (!page.isRoster()) {
            return Finding.attention(line(), tried, Words.of("roster.no-roster"), lms.mend("roster"));
        }
        Finding finding = Finding.ok(line(), tried, Words.of("roster.ok", page.people(), page.named()));
        return page.people() > 0 && page.named() == 0 ? finding.mendedBy(lms.mend("names")) : finding;
    }

    private static Words mend(Probe.Reply reply, Lms lms) {
        return lms.mend(reply.isPassing() ? "service-down" : "roster");
    }
}
