package dev.laurel.assessment;

import dev.laurel.system.DecliningPages;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where those who score and lead decline the mail of the day. */
@Controller
@RequestMapping(DailyMail.PATH + "{secret}")
class DailyMailPages extends DecliningPages {

    DailyMailPages(DailyMail mails) {
        super(mails.kind(), DailyMail.PATH, "assessment.daily.unsubscribe");
    }
}
