package dev.laurel.authoring;

import dev.laurel.system.DecliningPages;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where authors and reviewers decline mails about reviews. */
@Controller
@RequestMapping(ReviewMail.PATH + "{secret}")
class ReviewMailPages extends DecliningPages {

    ReviewMailPages(ReviewMail mails) {
        super(mails.kind(), ReviewMail.PATH, "authoring.unsubscribe");
    }
}
