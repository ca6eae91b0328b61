package dev.laurel.recognition;

import dev.laurel.catalog.BesideOffers;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Stack;
import dev.laurel.recognition.Scope.Offer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** On the public pages of the catalogue: what it counts for where the reader teaches. */
@Component
class WorthBesideOffers implements BesideOffers {

    private final Recognition recognition;

    WorthBesideOffers(Recognition recognition) {
        this.recognition = recognition;
    }

    @Override
    public String template() {
        return "recognition/worth";
    }

    @Override
    public String add(ModelAndView page, List<MicroCredential> microCredentials, List<Stack> stacks, String where) {
        Locale locale = LocaleContextHolder.getLocale();
        Optional<Home> home = Optional.of(where)
                .filter(AuthorityCode::isValid)
                .flatMap(code -> recognition.at(new AuthorityCode(code)));
        Map<String, List<WorthView>> worths = new HashMap<>();
        home.ifPresent(at -> {
            microCredentials.forEach(credential ->
                    worths.put(credential.id().value(), recognition.views(Offer.of(credential), at, locale)));
            stacks.forEach(stack -> worths.put(stack.id().value(), recognition.views(Offer.of(stack), at, locale)));
        });
        page.addObject("worths", worths).addObject("authorities", recognition.authorities());
        return home.isPresent() ? where : "";
    }
}
