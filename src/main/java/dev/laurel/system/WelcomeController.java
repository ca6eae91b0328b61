package dev.laurel.system;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The front door for people who did not come from an LMS. */
@Controller
class WelcomeController {

    @GetMapping("/")
    String welcome() {
        return "system/welcome";
    }
}
