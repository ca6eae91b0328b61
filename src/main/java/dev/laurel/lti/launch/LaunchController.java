package dev.laurel.lti.launch;

import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchPage;
import dev.laurel.lti.MessageType;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** Answers a launch at once with the first page of its window; a redirect would cost every launch another request. */
@Controller
class LaunchController {

    private final Map<MessageType, LaunchPage> pages = new EnumMap<>(MessageType.class);
    private final CsrfTokenRequestHandler csrf = new XorCsrfTokenRequestAttributeHandler();

    LaunchController(ObjectProvider<LaunchPage> pages) {
        pages.orderedStream().forEach(page -> this.pages.putIfAbsent(page.answers(), page));
    }

    @PostMapping({LaunchFilter.PATH, LaunchProofs.PATH})
    ModelAndView open(Launch launch, HttpServletRequest request, HttpServletResponse response) {
        LaunchPage page = pages.get(launch.message());
        if (page == null) {
            throw new LaunchRefused(Cause.UNKNOWN_MESSAGE, "Nothing here answers " + launch.message());
        }
        csrf.handle(request, response, () -> CurrentWindow.csrfToken(request));
        return page.open(launch);
    }
}
