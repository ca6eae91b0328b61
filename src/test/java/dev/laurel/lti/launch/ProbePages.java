package dev.laurel.lti.launch;

import dev.laurel.lti.ContentItem;
import dev.laurel.lti.DeepLinkingResponses;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchPage;
import dev.laurel.lti.MessageType;
import dev.laurel.system.LaurelSettings;
import java.util.List;
import java.util.Map;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Pages that show what a launch holds, so that its tests depend on no other module's pages. */
@TestConfiguration(proxyBeanMethods = false)
public class ProbePages {

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    LaunchPage resourceLinkProbe() {
        return page(MessageType.RESOURCE_LINK);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    LaunchPage deepLinkingProbe() {
        return page(MessageType.DEEP_LINKING);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    LaunchPage submissionReviewProbe() {
        return page(MessageType.SUBMISSION_REVIEW);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    LaunchPage dataPrivacyProbe() {
        return page(MessageType.DATA_PRIVACY);
    }

    private static LaunchPage page(MessageType type) {
        return new LaunchPage() {
            @Override
            public MessageType answers() {
                return type;
            }

            @Override
            public ModelAndView open(Launch launch) {
                return new ModelAndView("lti/probe", "said", "opened");
            }
        };
    }

    @Controller
    static class ProbeController {

        private final DeepLinkingResponses responses;
        private final LaurelSettings settings;

        ProbeController(DeepLinkingResponses responses, LaurelSettings settings) {
            this.responses = responses;
            this.settings = settings;
        }

        @GetMapping("/l/{launch}/probe")
        ModelAndView look(Launch launch) {
            return new ModelAndView("lti/probe", "said", "looked at");
        }

        @GetMapping("/l/{launch}/probe/picked")
        ModelAndView pick(Launch launch) {
            return responses.reply(
                    launch, List.of(new ContentItem(settings.at("/lti/launch"), "Picked", null, Map.of(), null)));
        }

        @PostMapping("/l/{launch}/probe")
        ModelAndView say(Launch launch, @RequestParam String word) {
            return new ModelAndView("lti/probe", "said", word);
        }
    }
}
