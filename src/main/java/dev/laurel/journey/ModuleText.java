package dev.laurel.journey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.system.Assets;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * What a version has to read, as finished HTML. A version never changes, so it is rendered once for each language and kept:
 * a launch then renders only what belongs to the person.
 */
@Component
class ModuleText {

    private record Key(VersionId version, String language) {}

    private static final int MOST_CHARACTERS = 16_000_000;

    /** The template engine comes late, because templates know pages that know this. */
    private final ObjectProvider<ITemplateEngine> templates;

    private final Assets assets;
    private final Cache<Key, String> rendered = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((Key key, String html) -> html.length())
            .build();

    ModuleText(ObjectProvider<ITemplateEngine> templates, Assets assets) {
        this.templates = templates;
        this.assets = assets;
    }

    /** The sections About, Rubric and what evidence is asked for; escaped where its author's words stand. */
    String of(MicroCredential credential, Locale locale) {
        return rendered.get(new Key(credential.versionId(), locale.toLanguageTag()), key -> render(credential, locale));
    }

    /** The same for a version that may still change: nothing is kept of it. */
    String ofDraft(MicroCredential credential, Locale locale) {
        return render(credential, locale);
    }

    private String render(MicroCredential credential, Locale locale) {
        Context context = new Context(locale);
        context.setVariable("credential", credential);
        context.setVariable("assets", assets);
        return templates.getObject().process("journey/text", context);
    }
}
