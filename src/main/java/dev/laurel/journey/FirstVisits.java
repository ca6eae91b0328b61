package dev.laurel.journey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.catalog.VersionId;
import dev.laurel.lti.Launch;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/**
 * The module page of people who have not started. It shows a version and nothing of the person, so it is rendered once for
 * each version and language (and the few marks of {@link Key}) and kept as bytes, cut where the window's address and form token stand; every other window
 * gets its own two put in there. When a course begins everybody's first launch ends here, and rendering would be most of
 * what a launch costs.
 */
@Component
class FirstVisits {

    /**
     * All that pages differ in.
     *
     * @param administrator whether the way to the connection check is on it
     * @param withoutCookie whether it carries the script of a window without a cookie
     * @param closed whether the version takes no new starts
     * @param home the mark of where the person teaches, which decides what it counts for, and of the dates of the place
     */
    private record Key(
            VersionId version,
            Locale locale,
            boolean alsoCoordinator,
            boolean administrator,
            boolean withoutCookie,
            boolean closed,
            String home) {}

    private enum Gap {
        ADDRESS,
        TOKEN
    }

    /** One more piece than gaps; {@code length} is that of the pieces together. */
    private record Cut(List<byte[]> pieces, List<Gap> gaps, int length) {}

    private static final int MOST_BYTES = 32_000_000;
    private static final Pattern INDENTATION = Pattern.compile("(?m)^[ \\t]+");
    private static final Pattern BLANKS_SHOW = Pattern.compile("<(?:pre|textarea)\\b");
    private static final String HTML = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8";

    private final ObjectProvider<ThymeleafViewResolver> templates;
    private final Cache<Key, Cut> cuts = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Cut cut) -> cut.length())
            .build();

    FirstVisits(ObjectProvider<ThymeleafViewResolver> templates) {
        this.templates = templates;
    }

    /**
     * The same page as {@code page}, rendered once for all.
     *
     * @param closed whether the version takes no new starts
     * @param home see {@link dev.laurel.recognition.Home#mark()}
     * @param page makes a page whose model differs from other people's in nothing but the launch and the home; asked when
     *     it is to be rendered
     */
    ModelAndView of(
            Launch launch,
            VersionId version,
            boolean alsoCoordinator,
            boolean closed,
            String home,
            Supplier<ModelAndView> page) {
        Locale locale = LocaleContextHolder.getLocale();
        boolean administrator = launch.roles().isPlatformAdministrator();
        return new ModelAndView((View) (model, request, response) -> {
            boolean withoutCookie = request.getAttribute("windowScript") != null;
            Key key = new Key(version, locale, alsoCoordinator, administrator, withoutCookie, closed, home);
            render(key, launch, page, model, request, response);
        });
    }

    private void render(
            Key key,
            Launch launch,
            Supplier<ModelAndView> page,
            @Nullable Map<String, ?> model,
            HttpServletRequest request,
            HttpServletResponse response)
            throws Exception {
        String address = launch.path("");
        CsrfToken token = (CsrfToken) request.getAttribute("_csrf");
        if (token == null) {
            render(page.get(), key.locale(), model, request, response);
            return;
        }
        Cut known = cuts.getIfPresent(key);
        if (known == null) {
            ContentCachingResponseWrapper caught = new ContentCachingResponseWrapper(response);
            render(page.get(), key.locale(), model, request, caught);
            String html = new String(caught.getContentAsByteArray(), StandardCharsets.UTF_8);
            known = cut(withoutIndentation(html), address, token.getToken());
            cuts.put(key, known);
        }
        write(known, key.locale(), address, token.getToken(), response);
    }

    private void render(
            ModelAndView page,
            Locale locale,
            @Nullable Map<String, ?> shared,
            HttpServletRequest request,
            HttpServletResponse response)
            throws Exception {
        String name = Objects.requireNonNull(page.getViewName());
        View view = Objects.requireNonNull(templates.getObject().resolveViewName(name, locale));
        view.render(page.addAllObjects(shared).getModel(), request, response);
    }

    /** Nearly a fifth of a page is indentation, which nobody sees; lines stay, and so does all where blanks are shown. */
    private static String withoutIndentation(String html) {
        return BLANKS_SHOW.matcher(html).find()
                ? html
                : INDENTATION.matcher(html).replaceAll("");
    }

    private static Cut cut(String html, String address, String token) {
        Matcher found = Pattern.compile(Pattern.quote(address) + "|" + Pattern.quote(token))
                .matcher(html);
        List<byte[]> pieces = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        int from = 0;
        int length = 0;
        while (found.find()) {
            byte[] piece = html.substring(from, found.start()).getBytes(StandardCharsets.UTF_8);
            pieces.add(piece);
            length += piece.length;
            gaps.add(found.group().equals(address) ? Gap.ADDRESS : Gap.TOKEN);
            from = found.end();
        }
        byte[] rest = html.substring(from).getBytes(StandardCharsets.UTF_8);
        pieces.add(rest);
        return new Cut(List.copyOf(pieces), List.copyOf(gaps), length + rest.length);
    }

    private static void write(Cut cut, Locale locale, String address, String token, HttpServletResponse response)
            throws IOException {
        byte[] addressBytes = address.getBytes(StandardCharsets.UTF_8);
        byte[] tokenBytes = token.getBytes(StandardCharsets.UTF_8);
        int length = cut.length();
        for (Gap gap : cut.gaps()) {
            length += gap == Gap.ADDRESS ? addressBytes.length : tokenBytes.length;
        }
        response.setLocale(locale);
        response.setContentType(HTML);
        response.setContentLength(length);
        OutputStream body = response.getOutputStream();
        for (int i = 0; i < cut.gaps().size(); i++) {
            body.write(cut.pieces().get(i));
            body.write(cut.gaps().get(i) == Gap.ADDRESS ? addressBytes : tokenBytes);
        }
        body.write(cut.pieces().get(cut.pieces().size() - 1));
    }
}
