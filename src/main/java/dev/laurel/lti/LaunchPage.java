package dev.laurel.lti;

import org.springframework.web.servlet.ModelAndView;

/**
 * What a verified message of one type opens. A module that has something to show provides a bean; {@code lti} asks the
 * one that answers the message's type, once the launch is stored, and its page is the answer to the launch itself.
 */
public interface LaunchPage {

    MessageType answers();

    /** The first page of the window. May throw a {@link dev.laurel.system.Refusal}. */
    ModelAndView open(Launch launch);
}
