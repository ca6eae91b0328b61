package dev.laurel.catalog;

import java.util.List;
import org.springframework.web.servlet.ModelAndView;

/**
 * What a later step knows of something on offer and the public pages of the catalogue are to show; the catalogue knows
 * nothing of it but where it stands.
 */
public interface BesideOffers {

    /**
     * Puts into the page what the fragments {@code offer(id, address)}, {@code card(id)} and {@code choose(address, kept)} of
     * {@link #template()} show.
     *
     * @param where what the reader chose there, as it stands in the address; may be empty or nothing that is known
     * @return {@code where} if it is known, otherwise empty
     */
    String add(ModelAndView page, List<MicroCredential> microCredentials, List<Stack> stacks, String where);

    /** The template that has the fragments. */
    String template();
}
