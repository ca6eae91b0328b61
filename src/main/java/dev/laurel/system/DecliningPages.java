package dev.laurel.system;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where readers of one kind of mail say that they want no more, or want them again; below an address that ends in {@code
 * {secret}}. Opening the page changes nothing; a mail program's one click posts to it without a cookie and without asking
 * (RFC 8058, section 3.2).
 */
public abstract class DecliningPages {

    private final DeclinableMails mails;
    private final String path;
    private final String words;

    /**
     * @param path ends in a slash, which the secret follows
     * @param words the key of the page's heading, where those of its other texts begin
     */
    protected DecliningPages(DeclinableMails mails, String path, String words) {
        this.mails = mails;
        this.path = path;
        this.words = words;
    }

    @GetMapping
    protected ModelAndView page(@PathVariable String secret) {
        return page(secret, "");
    }

    @PostMapping
    protected ModelAndView say(@PathVariable String secret, @RequestParam(defaultValue = "false") boolean wanted) {
        ModelAndView page = page(secret, wanted ? "again" : "done");
        mails.subscribe(secret, wanted);
        return page;
    }

    private ModelAndView page(String secret, String said) {
        if (!mails.isKnown(secret)) {
            throw new NotFound("Nobody's mails");
        }
        return new ModelAndView("system/declining")
                .addObject("section", "")
                .addObject("words", words)
                .addObject("address", path + secret)
                .addObject("said", said);
    }
}
