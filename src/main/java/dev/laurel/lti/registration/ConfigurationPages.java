package dev.laurel.lti.registration;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.laurel.lti.registration.HandConfiguration.Answer;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Configurations to paste into an LMS, for whoever cannot register dynamically. Browsers get a page, everything else JSON;
 * Canvas fetches its JSON from here by itself when an administrator gives it the address.
 */
@Controller
class ConfigurationPages {

    /** How the file of words writes that something is switched on. */
    private static final Set<String> TICKS = Set.of("(ticked)", "(on)", "(chosen)");

    private final ToolDescription tool;
    private final JsonMapper json;

    ConfigurationPages(LaurelSettings settings, JsonMapper json) {
        this.tool = ToolDescription.of(settings);
        this.json = json.rebuild()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_NULL))
                .build();
    }

    @GetMapping("/lti/config")
    ModelAndView list() {
        return known();
    }

    @GetMapping(path = "/lti/config/{lms}", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String document(@PathVariable String lms) {
        return document(HandForm.of(lms).orElseThrow(() -> new NotFound("No configuration for an LMS of that name")));
    }

    @GetMapping(path = "/lti/config/{lms}", produces = MediaType.TEXT_HTML_VALUE)
    ModelAndView page(@PathVariable String lms) {
        Optional<HandForm> form = HandForm.of(lms);
        if (form.isEmpty()) {
            ModelAndView unknown = known().addObject("unknown", true);
            unknown.setStatus(HttpStatus.NOT_FOUND);
            return unknown;
        }
        return page(form.get());
    }

    /** One row of the page. */
    record Row(String label, HandForm.Entry entry, List<String> choices) {

        /** Whether the answer is a tick. */
        public boolean isTick() {
            return TICKS.containsAll(choices);
        }
    }

    private ModelAndView page(HandForm form) {
        List<Row> rows = form.entries(tool).stream()
                .map(entry -> new Row(
                        form.word(entry.field()), entry, entry.isChoice() ? form.choices(entry.field()) : List.of()))
                .toList();
        return new ModelAndView("lti/config")
                .addObject("key", form.key())
                .addObject("lms", form.word("name"))
                .addObject("path", form.steps("path"))
                .addObject("rows", rows)
                .addObject("back", form.steps("back"))
                .addObject("address", tool.origin() + "/lti/config/" + form.key())
                .addObject("document", form == HandForm.CANVAS ? document(form) : "");
    }

    /** An LMS that there is a configuration for. */
    record Known(String key, String name) {}

    private static ModelAndView known() {
        return new ModelAndView("lti/config-list")
                .addObject(
                        "known",
                        Arrays.stream(HandForm.values())
                                .map(form -> new Known(form.key(), form.word("name")))
                                .toList());
    }

    private String document(HandForm form) {
        return json.writeValueAsString(form == HandForm.CANVAS ? CanvasKey.of(tool) : answers(form));
    }

    private HandConfiguration answers(HandForm form) {
        return new HandConfiguration(
                form.key(),
                form.entries(tool).stream()
                        .map(entry -> new Answer(
                                entry.field(),
                                form.word(entry.field()),
                                entry.isChoice() ? String.join(" | ", form.choices(entry.field())) : entry.value()))
                        .toList());
    }
}
