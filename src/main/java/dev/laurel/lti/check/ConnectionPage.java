package dev.laurel.lti.check;

import dev.laurel.lti.Launch;
import dev.laurel.system.NotFound;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The check for the platform's own administrator, in the window of their launch. */
@Controller
@RequestMapping("/l/{launch}/connection")
class ConnectionPage {

    private final ConnectionCheck check;
    private final CheckPlaces places;
    private final CheckView view;

    ConnectionPage(ConnectionCheck check, CheckPlaces places, CheckView view) {
        this.check = check;
        this.places = places;
        this.view = view;
    }

    @GetMapping
    ModelAndView page(Launch launch) {
        return page(launch, place(launch), List.of());
    }

    /** Without scripts: every line, and then the page. */
    @PostMapping
    ModelAndView runAll(Launch launch) {
        CheckedPlace place = place(launch);
        return page(launch, place, check.runAll(place));
    }

    @PostMapping("/{line}")
    ModelAndView run(
            Launch launch,
            @PathVariable String line,
            @RequestParam(defaultValue = "false") boolean framed,
            @RequestParam(defaultValue = "false") boolean partitioned,
            @RequestParam(defaultValue = "false") boolean plain,
            @RequestParam(defaultValue = "silent") String storage) {
        CheckLine known = CheckLine.named(line).orElseThrow(() -> new NotFound("No line " + line));
        InTheFrame frame = new InTheFrame(framed, partitioned, plain, storage);
        return view.line(address(launch), check.run(known, place(launch), frame));
    }

    private CheckedPlace place(Launch launch) {
        if (!launch.roles().isPlatformAdministrator()) {
            throw new NotFound("Launch " + launch.id().value() + " is no administrator's");
        }
        return places.of(launch);
    }

    private ModelAndView page(Launch launch, CheckedPlace place, List<Finding> findings) {
        return view.page("lti/connection", address(launch), place, findings);
    }

    private static String address(Launch launch) {
        return launch.path("/connection");
    }
}
