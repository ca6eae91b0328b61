package dev.laurel.authoring;

import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Paging;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

/** Standards of a draft, picked from a framework that an author brings in as a file or by its address. */
@Controller
class FrameworkPages {

    private static final int PAGE_SIZE = 50;

    private final Versions versions;
    private final Editing editing;
    private final Frameworks frameworks;
    private final Publishing publishing;

    FrameworkPages(Versions versions, Editing editing, Frameworks frameworks, Publishing publishing) {
        this.versions = versions;
        this.editing = editing;
        this.frameworks = frameworks;
        this.publishing = publishing;
    }

    @GetMapping("/author/versions/{id}/standards")
    ModelAndView page(
            StaffMember member,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID framework,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "false") boolean added) {
        AuthoredVersion version = draft(member, id);
        ModelAndView view = view(version);
        if (framework == null) {
            return view;
        }
        Frameworks.Framework chosen = frameworks.get(version.tenant(), framework);
        String wanted = words.length() > 200 ? words.substring(0, 200) : words;
        int found = frameworks.count(chosen, wanted);
        Paging paging = Paging.of(Paging.number(page), found, PAGE_SIZE);
        List<Frameworks.Standard> standards = frameworks.search(chosen, wanted, paging.page(), PAGE_SIZE);
        return view.addObject("chosen", chosen)
                .addObject("words", wanted)
                .addObject("found", found)
                .addObject("page", paging.page())
                .addObject("pages", paging.pages())
                .addObject("standards", standards)
                .addObject("headings", wanted.isBlank() ? Map.of() : frameworks.headings(chosen, standards))
                .addObject("there", there(version, chosen))
                .addObject("added", added);
    }

    /** The codes of a framework that the draft is aligned to already. */
    private static Set<String> there(AuthoredVersion version, Frameworks.Framework chosen) {
        Set<String> codes = new HashSet<>();
        for (JsonNode alignment : Exchange.document(version.content()).path("alignments")) {
            if (Sheet.line(alignment.get("framework")).equals(chosen.title())) {
                codes.add(Sheet.line(alignment.get("code")));
            }
        }
        return codes;
    }

    private AuthoredVersion draft(StaffMember member, UUID id) {
        return versions.readToWrite(member, new VersionId(id));
    }

    private ModelAndView view(AuthoredVersion version) {
        return new ModelAndView("authoring/standards")
                .addObject("section", "author")
                .addObject("version", version)
                .addObject("stack", publishing.isStack(version.content()))
                .addObject("frameworks", frameworks.of(version.tenant()));
    }

    /** Takes in a framework, from the file where there is one, otherwise from the address. */
    @PostMapping("/author/versions/{id}/frameworks")
    ModelAndView take(
            StaffMember member,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String address)
            throws IOException {
        AuthoredVersion version = draft(member, id);
        try {
            UUID taken;
            if (file != null && !file.isEmpty()) {
                if (file.getSize() > CasePackage.LARGEST_BYTES) {
                    throw new CasePackage.Unreadable("too-large");
                }
                String name = file.getOriginalFilename();
                taken = frameworks.take(member, version.tenant(), name == null ? "" : name, file.getBytes());
            } else if (!address.isBlank()) {
                taken = frameworks.fetch(member, version.tenant(), address);
            } else {
                throw new CasePackage.Unreadable("nothing");
            }
            return new ModelAndView("redirect:/author/versions/" + id + "/standards?framework=" + taken);
        } catch (CasePackage.Unreadable e) {
            return view(version).addObject("error", e.key()).addObject("address", address);
        }
    }

    @PostMapping("/author/versions/{id}/standards")
    ModelAndView pick(
            StaffMember member,
            @PathVariable UUID id,
            @RequestParam UUID framework,
            @RequestParam(defaultValue = "") List<Integer> place,
            @RequestParam(required = false) @Nullable String stay,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "0") String page) {
        AuthoredVersion version = draft(member, id);
        Frameworks.Framework chosen = frameworks.get(version.tenant(), framework);
        editing.align(member, version.id(), chosen.title(), frameworks.at(chosen, place));
        if (stay != null) {
            return new ModelAndView("redirect:"
                    + UriComponentsBuilder.fromPath("/author/versions/{id}/standards")
                            .queryParam("framework", framework)
                            .queryParam("words", "{words}")
                            .queryParam("page", Paging.number(page))
                            .queryParam("added", !place.isEmpty())
                            .encode()
                            .buildAndExpand(id, words)
                            .toUriString());
        }
        return new ModelAndView("redirect:/author/versions/" + id
                + (publishing.isStack(version.content())
                        ? "/stack#standards"
                        : "/edit/" + EditorSection.STANDARDS.key() + "#f-alignments"));
    }
}
