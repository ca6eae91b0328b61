package dev.laurel.lti;

import java.util.List;
import org.springframework.web.servlet.ModelAndView;

/** Signs what was picked and takes the person back to the platform (Deep Linking 2.0, section 4.5). */
public interface DeepLinkingResponses {

    /**
     * A page that posts the signed answer to the platform's return address. An empty list means nothing was picked.
     *
     * @throws IllegalArgumentException when the launch is no deep linking request or the items are more than it accepts
     */
    ModelAndView reply(Launch launch, List<ContentItem> items);
}
