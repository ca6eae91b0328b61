package dev.laurel.journey;

import dev.laurel.system.DecliningPages;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where recognition officers decline the mail of the day. */
@Controller
@RequestMapping(OfficerMail.PATH + "{secret}")
class OfficerMailPages extends DecliningPages {

    OfficerMailPages(OfficerMail mails) {
        super(mails.kind(), OfficerMail.PATH, "journey.officer-mails");
    }
}
