package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The hat switch in the header. */
@Controller
final class HatController {

    private final Platforms platforms;
    private final Hats hats;

    HatController(Platforms platforms, Hats hats) {
        this.platforms = platforms;
        this.hats = hats;
    }

    @PostMapping({"/hat", "/moodle/hat"})
    void wear(
            @RequestParam String hat,
            @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        Platform platform = platforms.of(request);
        platform.personByHat(hat).orElseThrow(() -> new NotFoundException("There is no hat called " + hat));
        hats.wear(response, hat);
        boolean here = back != null && back.startsWith("/") && !back.startsWith("//") && !back.startsWith("/\\");
        response.setStatus(303);
        response.setHeader("Location", here ? back : platform.dress().prefix() + "/");
    }
}
