package dev.laurel.wallet;

import dev.laurel.system.NotFound;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where a link in a mail leads that told of two wallets becoming one: it separates them, without a wallet. */
@Controller
@RequestMapping(Unions.PATH + "{secret:[A-Za-z0-9_-]{43}}")
class UnionPages {

    private final Unions unions;

    UnionPages(Unions unions) {
        this.unions = unions;
    }

    @GetMapping
    ModelAndView behind(@PathVariable String secret, @RequestParam(defaultValue = "") String problem) {
        Optional<Union> union = unions.behind(secret);
        ModelAndView page = new ModelAndView("wallet/union")
                .addObject("section", "wallet")
                .addObject("secret", secret)
                .addObject("union", union.orElse(null))
                .addObject("last", problem.equals("last"));
        if (union.isEmpty()) {
            page.setStatus(HttpStatus.NOT_FOUND);
        }
        return page;
    }

    @PostMapping
    String separate(@PathVariable String secret, Locale locale) {
        Union union = unions.behind(secret).orElseThrow(() -> new NotFound("No union is behind that link any more"));
        boolean refused = union.stands() && !unions.separate(union, locale);
        return "redirect:" + Unions.PATH + secret + (refused ? "?problem=last" : "");
    }
}
