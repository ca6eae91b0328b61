package dev.laurel.journey;

import dev.laurel.system.DecliningPages;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where teachers decline reminders. */
@Controller
@RequestMapping(ReminderPages.PATH + "{secret}")
class ReminderPages extends DecliningPages {

    static final String PATH = "/reminders/";

    ReminderPages(Nudges mails) {
        super(mails, PATH, "journey.unsubscribe");
    }
}
