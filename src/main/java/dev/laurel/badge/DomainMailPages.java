package dev.laurel.badge;

import dev.laurel.system.NotFound;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where readers of mails about domains say that they want no more, or want them again. Opening the page changes nothing; a
 * mail program's one click posts to it without a cookie and without asking (RFC 8058, section 3.2).
 */
@Controller
@RequestMapping("/domain-mails/{secret}")
class DomainMailPages {

    private final DomainMail mails;

    DomainMailPages(DomainMail mails) {
        this.mails = mails;
    }

    @GetMapping
    ModelAndView page(@PathVariable String secret) {
        return page(secret, "");
    }

    @PostMapping
    ModelAndView say(@PathVariable String secret, @RequestParam(defaultValue = "false") boolean wanted) {
        ModelAndView page = page(secret, wanted ? "again" : "done");
        mails.subscribe(secret, wanted);
        return page;
    }

    private ModelAndView page(String secret, String said) {
        if (!mails.isKnown(secret)) {
            throw new NotFound("Nobody's mails");
        }
        return new ModelAndView("badge/unsubscribe")
                .addObject("section", "")
                .addObject("address", "/domain-mails/" + secret)
                .addObject("said", said);
    }
}
