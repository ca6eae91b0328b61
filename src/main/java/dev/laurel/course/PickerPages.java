package dev.laurel.course;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.DeepLinkingResponses;
import dev.laurel.lti.DeepLinkingSettings;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchPage;
import dev.laurel.lti.MessageType;
import dev.laurel.system.LaurelSettings;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where a coordinator picks micro-credentials for a course (Deep Linking 2.0). One form holds the search, the list and
 * the picks, so that it works without scripts and nothing that was picked is lost by searching or paging.
 */
@Controller
class PickerPages implements LaunchPage {

    private static final int PAGE_SIZE = 8;
    private static final int LONGEST_SEARCH = 200;

    private final Catalogue catalogue;
    private final DeepLinkingResponses responses;
    private final LaurelSettings settings;

    PickerPages(Catalogue catalogue, DeepLinkingResponses responses, LaurelSettings settings) {
        this.catalogue = catalogue;
        this.responses = responses;
        this.settings = settings;
    }

    @Override
    public MessageType answers() {
        return MessageType.DEEP_LINKING;
    }

    @Override
    public ModelAndView open(Launch launch) {
        return page(launch, "", 0, List.of());
    }

    @GetMapping("/l/{launch}/picker")
    ModelAndView reload(Launch launch) {
        return open(launch);
    }

    /** Searches, pages or answers the platform, by the button that was pressed. */
    @PostMapping("/l/{launch}/picker")
    ModelAndView press(
            Launch launch,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "") String turn,
            @RequestParam(defaultValue = "search") String act,
            @RequestParam(defaultValue = "") List<String> pick) {
        if (!turn.isEmpty()) {
            return page(launch, q, number(turn), pick);
        }
        return switch (act) {
            case "choose" -> choose(launch, q, number(page), pick);
            case "cancel" -> cancel(launch);
            default -> page(launch, q, 0, pick);
        };
    }

    private ModelAndView choose(Launch launch, String q, int page, List<String> pick) {
        DeepLinkingSettings picking = picking(launch);
        Picks picks = Picks.read(pick, picking.acceptMultiple(), catalogue);
        if (picks.isEmpty() || picks.gone() > 0) {
            return page(launch, q, page, pick)
                    .addObject("problem", picks.gone() > 0 ? "course.picker.gone" : "course.picker.nothing");
        }
        return responses.reply(launch, picks.items(settings.at("/lti/launch"), picking));
    }

    private ModelAndView cancel(Launch launch) {
        picking(launch);
        return responses.reply(launch, List.of());
    }

    private static DeepLinkingSettings picking(Launch launch) {
        DeepLinkingSettings settings = launch.deepLinking();
        if (settings == null) {
            throw PickerRefused.notPicking();
        }
        if (!launch.roles().mayPlaceContent()) {
            throw PickerRefused.notCoordinator();
        }
        if (!settings.acceptsResourceLinks()) {
            throw PickerRefused.placeTakesNoLinks();
        }
        return settings;
    }

    private ModelAndView page(Launch launch, String q, int page, List<String> pick) {
        DeepLinkingSettings picking = picking(launch);
        String words = q.strip();
        if (words.length() > LONGEST_SEARCH) {
            words = words.substring(0, LONGEST_SEARCH);
        }
        int found = catalogue.count(words);
        int pages = Math.max(1, (found + PAGE_SIZE - 1) / PAGE_SIZE);
        int at = Math.min(page, pages - 1);
        List<MicroCredential> listed = catalogue.search(words, at, PAGE_SIZE);
        Picks picks = Picks.read(pick, picking.acceptMultiple(), catalogue);
        return new ModelAndView("course/picker")
                .addObject("launch", launch)
                .addObject("several", picking.acceptMultiple())
                .addObject("graded", picking.acceptLineItem())
                .addObject("q", words)
                .addObject("found", found)
                .addObject("page", at)
                .addObject("pages", pages)
                .addObject("listed", listed)
                .addObject("picks", picks)
                .addObject("besides", picks.besides(listed));
    }

    private static int number(String page) {
        return page.matches("\\d{1,6}") ? Integer.parseInt(page) : 0;
    }
}
