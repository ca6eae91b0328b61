package dev.laurel.wallet;

import dev.laurel.badge.Renewing;
import dev.laurel.badge.Renewing.Offer;
import dev.laurel.badge.Renewing.Stage;
import dev.laurel.submission.Renewal;
import dev.laurel.submission.Renewals;
import dev.laurel.system.Ids;
import dev.laurel.system.NotFound;
import dev.laurel.system.Refusal;
import dev.laurel.wallet.Holdings.Held;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What a badge's earner does so that it is renewed, the same in a window of an LMS and in the wallet outside. */
@Component
class RenewalDesk {

    private final Holdings holdings;
    private final Renewing renewing;
    private final Renewals renewals;
    private final MessageSource messages;

    RenewalDesk(Holdings holdings, Renewing renewing, Renewals renewals, MessageSource messages) {
        this.holdings = holdings;
        this.renewing = renewing;
        this.renewals = renewals;
        this.messages = messages;
    }

    private static String at(EarnerPlace place, String badge) {
        return place.badge(badge) + "/renewal";
    }

    /**
     * What somebody typed.
     *
     * @param text absent when nothing was sent from where one types
     * @param hours as typed
     * @param base the revision that the page began from
     * @param editor names the page
     */
    record Typed(
            @Nullable String text,
            @Nullable String hours,
            @Nullable Integer base,
            @Nullable String editor) {

        boolean isSent() {
            return text != null;
        }

        String words() {
            return text == null ? "" : text;
        }

        String hoursAsTyped() {
            return hours == null ? "" : hours.strip();
        }

        @Nullable
        Integer wholeHours() {
            return hoursAsTyped().matches("\\d{1,6}") ? Integer.valueOf(hoursAsTyped()) : null;
        }

        int revision() {
            return base == null ? 0 : base;
        }

        String page() {
            return editor == null ? "" : editor;
        }
    }

    /** What the page's script learns of a save; {@code text} only when another page saved meanwhile. */
    record Saved(
            int revision,
            @Nullable Instant savedAt,
            int words,
            @Nullable String text) {

        static ResponseEntity<Saved> of(Renewals.Saved save) {
            Renewal now = save.now();
            return ResponseEntity.status(save.conflict() ? HttpStatus.CONFLICT : HttpStatus.OK)
                    .body(new Saved(
                            now.revision(), now.savedAt(), now.wordCount(), save.conflict() ? now.text() : null));
        }
    }

    /** @throws NotFound when none of these earned that badge, or there is nothing to renew */
    private Offer offer(EarnerPlace place, String id) {
        Held held = holdings.find(place.owners(), id);
        return renewing.of(held.owner().tenant(), id)
                .orElseThrow(() -> new NotFound("Nothing of badge " + id + " is to be renewed"));
    }

    ModelAndView page(EarnerPlace place, String id, String done) {
        Held held = holdings.find(place.owners(), id);
        Offer offer = offer(place, id);
        Renewal renewal = offer.renewal();
        boolean editable = offer.stage() == Stage.REFUSED || offer.stage() == Stage.OPEN;
        return new ModelAndView(place.template("renewal"))
                .addObject("section", "wallet")
                .addObject("base", place.base())
                .addObject("at", at(place, id))
                .addObject("badge", held.badge())
                .addObject("offer", offer)
                .addObject("stage", offer.stage().key())
                .addObject("editable", editable)
                .addObject("renewal", renewal)
                .addObject("text", renewal == null ? "" : renewal.text())
                .addObject("hours", renewal == null || renewal.hours() == null ? "" : renewal.hours())
                .addObject("editor", Ids.next().toString())
                .addObject("missing", List.of())
                .addObject("accepted", String.join(", ", Renewals.accepted()).toUpperCase(Locale.ROOT))
                .addObject("done", done.matches("[a-z-]{1,20}") ? done : "");
    }

    private Renewals.Saved saved(EarnerPlace place, String id, Typed typed) {
        Offer offer = offer(place, id);
        renewing.begin(offer.tenant(), id);
        return renewals.save(offer.tenant(), id, typed.words(), typed.wholeHours(), typed.revision(), typed.page());
    }

    ResponseEntity<Saved> autosave(EarnerPlace place, String id, Typed typed) {
        return Saved.of(saved(place, id, typed));
    }

    /** Saves with the files that were picked and not yet added, and hands in where that was pressed, or says what is missing. */
    ModelAndView save(
            EarnerPlace place,
            String id,
            Typed typed,
            MultipartFile[] files,
            boolean handIn,
            boolean ownWork,
            Locale locale) {
        boolean conflict = saved(place, id, typed).conflict();
        Optional<ModelAndView> refused = refused(place, id, files, locale);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (conflict) {
            return conflict(place, id, typed);
        }
        if (!handIn) {
            return new ModelAndView("redirect:" + at(place, id) + "?done=saved");
        }
        Set<Renewal.Missing> missing = renewing.handIn(offer(place, id).tenant(), id, ownWork);
        if (missing.isEmpty()) {
            return new ModelAndView("redirect:" + at(place, id) + "?done=handed-in");
        }
        ModelAndView page = page(place, id, "")
                .addObject("hours", typed.hoursAsTyped())
                .addObject("ownWork", ownWork)
                .addObject("missing", missing.stream().map(Renewal.Missing::key).toList());
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    private ModelAndView conflict(EarnerPlace place, String id, Typed typed) {
        ModelAndView page = page(place, id, "")
                .addObject("conflict", true)
                .addObject("text", typed.words())
                .addObject("hours", typed.hoursAsTyped());
        page.setStatus(HttpStatus.CONFLICT);
        return page;
    }

    /**
     * Keeps what was typed with it, too. The first file that is refused stops the rest and says which one it was; what was
     * saved stays.
     */
    ModelAndView addFiles(EarnerPlace place, String id, MultipartFile[] files, Typed typed, Locale locale) {
        renewing.begin(offer(place, id).tenant(), id);
        boolean conflict = typed.isSent() && saved(place, id, typed).conflict();
        return refused(place, id, files, locale)
                .orElseGet(() -> conflict
                        ? conflict(place, id, typed)
                        : new ModelAndView("redirect:" + at(place, id) + "#files"));
    }

    /** Keeps the files; a page that says why one of them could not be. */
    private Optional<ModelAndView> refused(EarnerPlace place, String id, MultipartFile[] files, Locale locale) {
        Offer offer = offer(place, id);
        for (MultipartFile file :
                Stream.of(files).filter(sent -> !name(sent).isEmpty()).toList()) {
            try (InputStream content = file.getInputStream()) {
                renewals.addFile(offer.tenant(), id, name(file), content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Refusal refused) {
                ModelAndView page = page(place, id, "").addObject("refusal", words(refused, locale));
                page.setStatus(refused.status());
                return Optional.of(page);
            }
        }
        return Optional.empty();
    }

    private static String name(MultipartFile file) {
        String sent = file.getOriginalFilename();
        return sent == null ? "" : sent.replace("%22", "\"");
    }

    private String words(Refusal refused, Locale locale) {
        return messages.getMessage(refused.messageKey() + ".text", refused.arguments(), locale)
                + " "
                + messages.getMessage(refused.messageKey() + ".next", refused.arguments(), locale);
    }

    /** Takes a file out or brings it back, and keeps what was typed with it. */
    ModelAndView setRemoved(EarnerPlace place, String id, UUID file, boolean removed, Typed typed) {
        renewals.setRemoved(offer(place, id).tenant(), id, file, removed);
        return typed.isSent() && saved(place, id, typed).conflict()
                ? conflict(place, id, typed)
                : new ModelAndView("redirect:" + at(place, id) + "#files");
    }

    ResponseEntity<Resource> file(EarnerPlace place, String id, UUID file, HttpServletResponse response) {
        Held held = holdings.find(place.owners(), id);
        return renewals.of(held.owner().tenant(), id)
                .flatMap(renewal -> renewals.file(renewal, file))
                .orElseThrow(() -> new NotFound("No file " + file + " in a renewal of badge " + id))
                .asDownload(response);
    }

    /** Takes back what nobody has decided yet. */
    String takeBack(EarnerPlace place, String id) {
        boolean taken = renewals.takeBack(offer(place, id).tenant(), id);
        return "redirect:" + at(place, id) + (taken ? "?done=taken-back" : "");
    }
}
