package dev.laurel.sharing;

import dev.laurel.system.DecliningPages;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where authors and leads decline mails about updates. */
@Controller
@RequestMapping(UpdateMailPages.PATH + "{secret}")
class UpdateMailPages extends DecliningPages {

    static final String PATH = "/bundles/updates/";

    UpdateMailPages(UpdateMail mails) {
        super(mails.kind(), PATH, "sharing.unsubscribe");
    }
}
