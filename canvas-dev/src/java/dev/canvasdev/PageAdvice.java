package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The header of all pages. */
@ControllerAdvice(assignableTypes = {CoursePages.class, ContentPages.class, AdminPages.class})
final class PageAdvice {

    private final Platforms platforms;
    private final Hats hats;

    PageAdvice(Platforms platforms, Hats hats) {
        this.platforms = platforms;
        this.hats = hats;
    }

    @ModelAttribute("view")
    View view(HttpServletRequest request, HttpServletResponse response) {
        Platform platform = platforms.of(request);
        Person person = hats.wearerOrFirst(request, response, platform);
        boolean get = request.getMethod().equals("GET");
        String path = get
                ? request.getRequestURI() + Dress.query(request)
                : platform.dress().prefix() + "/";
        return new View(platform.dress(), person, platform.state().people, path);
    }
}
