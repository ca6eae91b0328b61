package dev.laurel.course;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.Launch;
import java.util.List;
import org.springframework.web.servlet.ModelAndView;

/**
 * What a later step knows of what can be picked for a course, and the picker is to show and to send along; the picker knows
 * nothing of it but where it stands.
 */
public interface BesidePicks {

    /** Puts into the page what the fragments {@code picker} and {@code pick(id)} of {@link #template()} show. */
    void add(ModelAndView page, Launch launch, List<MicroCredential> listed);

    /** The template that has the fragments. */
    String template();

    /** What goes with the link's own text into the learning platform, in the language of the micro-credential. */
    String sentences(Launch launch, MicroCredential pick);
}
