package dev.laurel.course;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.DeepLinkingResponses;
import dev.laurel.lti.DeepLinkingSettings;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchPage;
import dev.laurel.lti.MessageType;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Paging;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where a coordinator picks micro-credentials for a course (Deep Linking 2.0). One form holds the search, the list and
 * the picks, so that it works without scripts; what it holds goes into the address, so that nothing is lost by searching,
 * paging, going back or reloading.
 */
@Controller
class PickerPages implements LaunchPage {

    private static final int PAGE_SIZE = 8;

    private final Catalogue catalogue;
    private final Placements placements;
    private final ObjectProvider<BesidePicks> beside;
    private final DeepLinkingResponses responses;
    private final LaurelSettings settings;
    private final Clock clock;

    PickerPages(
            Catalogue catalogue,
            Placements placements,
            ObjectProvider<BesidePicks> beside,
            DeepLinkingResponses responses,
            LaurelSettings settings,
            Clock clock) {
        this.catalogue = catalogue;
        this.placements = placements;
        this.beside = beside;
        this.responses = responses;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public MessageType answers() {
        return MessageType.DEEP_LINKING;
    }

    @Override
    public ModelAndView open(Launch launch) {
        return page(launch, PickerForm.read(new LinkedMultiValueMap<>()));
    }

    @GetMapping("/l/{launch}/picker")
    ModelAndView look(Launch launch, @RequestParam MultiValueMap<String, String> sent) {
        return page(launch, PickerForm.read(sent));
    }

    /** Answers the platform, or goes to the page that the pressed button asks for. */
    @PostMapping("/l/{launch}/picker")
    ModelAndView press(Launch launch, @RequestParam MultiValueMap<String, String> sent) {
        picking(launch);
        PickerForm form = PickerForm.read(sent);
        String turn = sent.getFirst("turn");
        if (turn != null) {
            return redirect(launch, form.at(Paging.number(turn)));
        }
        String act = sent.getFirst("act");
        return switch (act == null ? "" : act) {
            case "choose" -> choose(launch, form);
            case "cancel" -> responses.reply(launch, List.of());
            case "widen" -> redirect(launch, form.widened());
            default -> redirect(launch, form.at(0));
        };
    }

    private static ModelAndView redirect(Launch launch, PickerForm form) {
        return new ModelAndView("redirect:" + launch.path("/picker" + form.query()));
    }

    private ModelAndView choose(Launch launch, PickerForm form) {
        DeepLinkingSettings picking = picking(launch);
        Picks picks = Picks.read(form.pick(), picking.acceptMultiple(), catalogue);
        if (picks.isEmpty() || picks.gone() > 0) {
            return page(launch, form)
                    .addObject("problem", picks.gone() > 0 ? "course.picker.gone" : "course.picker.nothing");
        }
        Instant now = clock.instant();
        BesidePicks known = beside.getIfAvailable();
        PickerForm kept = responses.asksForDatesItself(launch) ? form.withoutDates() : form;
        TypedDates dates = TypedDates.read(kept.from(), kept.due(), kept.until(), kept.zone(), now);
        if (!dates.problem().isEmpty()) {
            return page(launch, form).addObject("datesProblem", "course.picker.dates." + dates.problem());
        }
        return responses.reply(
                launch,
                picks.items(
                        settings.at("/lti/launch"),
                        picking,
                        dates.dates(),
                        dates.asParameters(kept.zone()),
                        responses.takesDates(launch),
                        form.newWindow(),
                        pick -> known == null ? "" : known.sentences(launch, pick)));
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

    private ModelAndView page(Launch launch, PickerForm form) {
        DeepLinkingSettings picking = picking(launch);
        int found = catalogue.count(form.wanted());
        Paging paging = Paging.of(form.page(), found, PAGE_SIZE);
        List<MicroCredential> listed = catalogue.search(form.wanted(), paging.page(), PAGE_SIZE);
        Picks picks = Picks.read(form.pick(), picking.acceptMultiple(), catalogue);
        ModelAndView view = new ModelAndView("course/picker");
        BesidePicks known = beside.getIfAvailable();
        if (known != null) {
            known.add(view, launch, listed);
        }
        return view.addObject("launch", launch)
                .addObject("beside", known == null ? null : known.template())
                .addObject("several", picking.acceptMultiple())
                .addObject("graded", picking.acceptLineItem())
                .addObject("atOnce", picking.autoCreate())
                .addObject("windows", picking.leavesWindowOpen())
                .addObject("dates", !responses.asksForDatesItself(launch))
                .addObject("datesTaken", responses.takesDates(launch))
                .addObject("zones", Zone.choices(form.zone(), LocaleContextHolder.getLocale()))
                .addObject("form", form)
                .addObject("choices", catalogue.choices())
                .addObject("found", found)
                .addObject("page", paging.page())
                .addObject("pages", paging.pages())
                .addObject("listed", listed)
                .addObject("picks", picks)
                .addObject(
                        "placed",
                        placements.placedIn(launch).stream()
                                .map(MicroCredential::id)
                                .collect(Collectors.toSet()))
                .addObject("besides", picks.besides(listed));
    }
}
