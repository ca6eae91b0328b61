package dev.laurel.course;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.lti.ContentItem;
import dev.laurel.lti.ContentItem.Dates;
import dev.laurel.lti.DeepLinkingSettings;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has picked so far, in the order of picking and without doubles.
 *
 * @param gone how many of the picks are no longer on offer
 */
record Picks(List<MicroCredential> picked, int gone) {

    /** More than a course has room for; what goes beyond is left out. */
    private static final int MOST = 50;

    private static final double FULL_SCORE = 100;

    Picks {
        picked = List.copyOf(picked);
    }

    /** Reads ids as a form sent them. Where one only may be picked, the last one counts. */
    static Picks read(Collection<String> ids, boolean several, Catalogue catalogue) {
        List<String> valid = ids.stream()
                .filter(MicroCredentialId::isValid)
                .distinct()
                .limit(MOST)
                .toList();
        if (!several && valid.size() > 1) {
            valid = valid.subList(valid.size() - 1, valid.size());
        }
        List<MicroCredential> found = valid.stream()
                .flatMap(id -> catalogue.current(new MicroCredentialId(id)).stream())
                .toList();
        return new Picks(found, valid.size() - found.size());
    }

    boolean isEmpty() {
        return picked.isEmpty();
    }

    public boolean has(MicroCredential microCredential) {
        return picked.stream().anyMatch(pick -> pick.id().equals(microCredential.id()));
    }

    /** The picks that do not stand in the list; they are shown above it, so that a new search loses nothing. */
    List<MicroCredential> besides(List<MicroCredential> listed) {
        return picked.stream()
                .filter(pick -> listed.stream().noneMatch(shown -> shown.id().equals(pick.id())))
                .toList();
    }

    /**
     * The links for the platform, each with the version that is current now.
     *
     * @param parameters the dates again, for the link to bring back
     * @param datesTaken whether the platform does anything with dates
     * @param more what else the text of a link says
     */
    List<ContentItem> items(
            URI launchUrl,
            DeepLinkingSettings settings,
            Dates dates,
            Map<String, String> parameters,
            boolean datesTaken,
            boolean newWindow,
            Function<MicroCredential, String> more) {
        Dates sent = datesTaken ? dates : Dates.NONE;
        return picked.stream()
                .map(pick -> item(
                        pick,
                        launchUrl,
                        settings.acceptLineItem(),
                        sent,
                        parameters,
                        newWindow,
                        (pick.shortDescription() + " " + more.apply(pick)).strip()))
                .toList();
    }

    private static ContentItem item(
            MicroCredential pick,
            URI launchUrl,
            boolean graded,
            Dates dates,
            Map<String, String> parameters,
            boolean newWindow,
            String text) {
        Map<String, String> custom = new LinkedHashMap<>(parameters);
        custom.put(Placements.MICRO_CREDENTIAL, pick.id().value());
        custom.put(Placements.MICRO_CREDENTIAL_VERSION, pick.version());
        ContentItem.@Nullable LineItemTemplate column = graded
                ? new ContentItem.LineItemTemplate(
                        FULL_SCORE, pick.title(), pick.id().value(), "laurel")
                : null;
        return new ContentItem(launchUrl, pick.title(), text, custom, column, dates, newWindow);
    }
}
