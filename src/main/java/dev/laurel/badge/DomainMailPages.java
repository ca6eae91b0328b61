package dev.laurel.badge;

import dev.laurel.system.DecliningPages;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where officers decline mails about their domain. */
@Controller
@RequestMapping(DomainMailPages.PATH + "{secret}")
class DomainMailPages extends DecliningPages {

    static final String PATH = "/domain-mails/";

    DomainMailPages(DomainMail mails) {
        super(mails.kind(), PATH, "badge.unsubscribe");
    }
}
