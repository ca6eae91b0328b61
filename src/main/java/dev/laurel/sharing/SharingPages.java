package dev.laurel.sharing;

import dev.laurel.authoring.Exchange;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.sharing.Adoptions.Adoption;
import dev.laurel.sharing.Adoptions.Original;
import dev.laurel.sharing.Adoptions.Received;
import dev.laurel.sharing.Adoptions.State;
import dev.laurel.sharing.BundleCheck.Checked;
import dev.laurel.sharing.BundleRefused.Reason;
import dev.laurel.sharing.Offers.Offer;
import dev.laurel.system.Paging;
import dev.laurel.tenant.Tenant;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Where reviewers offer what their tenant has published, and authors adopt what others offer. */
@Controller
@RequestMapping("/author/sharing")
class SharingPages {

    private static final int PAGE_SIZE = 25;
    private static final int LONGEST_NAME = 200;

    private final Offers offers;
    private final Adoptions adoptions;
    private final BundleCheck check;
    private final Exchange exchange;
    private final Tenants tenants;

    SharingPages(Offers offers, Adoptions adoptions, BundleCheck check, Exchange exchange, Tenants tenants) {
        this.offers = offers;
        this.adoptions = adoptions;
        this.check = check;
        this.exchange = exchange;
        this.tenants = tenants;
    }

    /** @param update the original's version that waits; empty where none does */
    record AdoptedLine(Adoption adoption, String title, String update) {}

    @GetMapping
    ModelAndView list(
            StaffMember member,
            @RequestParam(defaultValue = "0") String offered,
            @RequestParam(defaultValue = "0") String adopted) {
        int offersFrom = Paging.number(offered);
        int adoptedFrom = Paging.number(adopted);
        List<Offer> foundOffers = offers.of(all(member), offersFrom, PAGE_SIZE + 1);
        List<Adoption> foundAdopted = adoptions.of(all(member), adoptedFrom, PAGE_SIZE + 1);
        return view("sharing/list")
                .addObject("offers", foundOffers.stream().limit(PAGE_SIZE).toList())
                .addObject("offersPage", offersFrom)
                .addObject("offersMore", foundOffers.size() > PAGE_SIZE)
                .addObject(
                        "adopted",
                        foundAdopted.stream().limit(PAGE_SIZE).map(this::line).toList())
                .addObject("adoptedPage", adoptedFrom)
                .addObject("adoptedMore", foundAdopted.size() > PAGE_SIZE)
                .addObject("mayOffer", !member.reviews().isEmpty())
                .addObject("mayAdopt", !member.writes().isEmpty())
                .addObject("districts", districts(member.writes()));
    }

    private AdoptedLine line(Adoption adoption) {
        String title = exchange.newest(adoption.tenant(), adoption.item())
                .map(Exchange.Written::title)
                .orElse(adoption.item());
        String update = adoptions.originals(adoption.id()).stream()
                .filter(one -> one.state() == State.OFFERED)
                .map(Original::version)
                .findFirst()
                .orElse("");
        return new AdoptedLine(adoption, title, update);
    }

    private static Set<TenantId> all(StaffMember member) {
        Set<TenantId> all = new HashSet<>(member.writes());
        all.addAll(member.reviews());
        return all;
    }

    private List<Tenant> districts(Collection<TenantId> of) {
        return of.stream()
                .map(id -> new Tenant(id, tenants.nameOf(id).orElse("")))
                .sorted(Comparator.comparing(Tenant::name))
                .toList();
    }

    /** What can be offered for a tenant. */
    record Offerable(Tenant tenant, List<Offers.Candidate> candidates) {}

    @GetMapping("/offer")
    ModelAndView offer(StaffMember member) {
        return offerForm(member, "", Set.of(), null);
    }

    private ModelAndView offerForm(StaffMember member, String name, Set<String> items, @Nullable String error) {
        if (member.reviews().isEmpty()) {
            throw SharingRefused.notYours();
        }
        return view("sharing/offer-form")
                .addObject(
                        "offerable",
                        districts(member.reviews()).stream()
                                .map(tenant -> new Offerable(tenant, offers.candidates(tenant.id())))
                                .toList())
                .addObject("name", name)
                .addObject("chosen", items)
                .addObject("error", error);
    }

    @PostMapping("/offers")
    ModelAndView make(
            StaffMember member,
            @RequestParam(defaultValue = "") String tenant,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") Set<String> item) {
        TenantId chosen = chosen(member.reviews(), tenant);
        String words = name.strip();
        if (chosen == null) {
            throw SharingRefused.notYours();
        }
        if (words.isEmpty() || words.length() > LONGEST_NAME) {
            return unprocessable(offerForm(member, words, item, "sharing.offer.name.missing"));
        }
        UUID made = offers.make(member, chosen, words, item).orElse(null);
        return made == null
                ? unprocessable(offerForm(member, words, item, "sharing.offer.items.missing"))
                : new ModelAndView("redirect:/author/sharing/offers/" + made);
    }

    private static ModelAndView unprocessable(ModelAndView view) {
        view.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return view;
    }

    private static @Nullable TenantId chosen(Set<TenantId> may, String tenant) {
        if (tenant.isEmpty()) {
            return may.size() == 1 ? may.iterator().next() : null;
        }
        return may.stream()
                .filter(one -> one.value().toString().equals(tenant))
                .findFirst()
                .orElse(null);
    }

    @GetMapping("/offers/{id}")
    ModelAndView offered(StaffMember member, @PathVariable UUID id) {
        Offer offer = offers.get(member, id);
        return view("sharing/offer")
                .addObject("offer", offer)
                .addObject("address", offers.address(offer).toString())
                .addObject("lines", offers.lines(offer))
                .addObject("may", member.reviews().contains(offer.tenant()))
                .addObject("behind", offer.withdrawnAt() == null && offers.isBehind(offer));
    }

    @GetMapping("/offers/{id}/file")
    ResponseEntity<byte[]> file(StaffMember member, @PathVariable UUID id) {
        Offer offer = offers.get(member, id);
        return BundleController.file(offers.sealed(offer), "bundle-" + offer.number());
    }

    @PostMapping("/offers/{id}/renew")
    String renew(StaffMember member, @PathVariable UUID id) {
        offers.renew(member, id);
        return "redirect:/author/sharing/offers/" + id;
    }

    @PostMapping("/offers/{id}/withdraw")
    String withdraw(StaffMember member, @PathVariable UUID id) {
        offers.withdraw(member, id);
        return "redirect:/author/sharing/offers/" + id;
    }

    /** Takes a bundle in from a file or an address, or says why not. */
    @PostMapping("/received")
    ModelAndView receive(
            StaffMember member,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") String tenant)
            throws IOException {
        if (member.writes().isEmpty()) {
            throw SharingRefused.notYours();
        }
        TenantId chosen = chosen(member.writes(), tenant);
        if (chosen == null) {
            return unprocessable(list(member, "0", "0")
                    .addObject("refused", "sharing.refused.tenant")
                    .addObject("details", List.of()));
        }
        try {
            String source = address.strip();
            byte[] bytes;
            if (file != null && !file.isEmpty()) {
                if (file.getSize() > Bundle.LARGEST) {
                    throw new BundleRefused(Reason.TOO_LARGE);
                }
                bytes = file.getBytes();
                String name = file.getOriginalFilename();
                source = name == null ? "" : name;
            } else if (source.isEmpty()) {
                throw new BundleRefused(Reason.NOTHING);
            } else {
                bytes = check.fetch(source);
            }
            Checked checked = check.check(chosen, bytes);
            return new ModelAndView(
                    "redirect:/author/sharing/received/" + adoptions.receive(member, chosen, source, checked));
        } catch (BundleRefused e) {
            return unprocessable(list(member, "0", "0")
                    .addObject("refused", e.key())
                    .addObject("details", e.details())
                    .addObject("typed", address));
        }
    }

    /**
     * An item of a bundle on its page.
     *
     * @param adoption of it before; null where there was none
     * @param leftOut what it builds on that is not adopted here
     * @param members what a stack is made of that is not adopted here; empty for a micro-credential
     */
    record ItemLine(Bundle.Item item, @Nullable Adoption adoption, List<String> leftOut, List<String> members) {}

    @GetMapping("/received/{id}")
    ModelAndView received(StaffMember member, @PathVariable UUID id) {
        Received received = adoptions.received(member, id);
        try {
            Checked checked = adoptions.check(received);
            Bundle bundle = checked.bundle();
            Map<String, String> names = adoptions.names(received.tenant(), bundle.did());
            Instant known =
                    adoptions.knownSince(received.tenant(), bundle.did()).orElse(null);
            return view("sharing/received")
                    .addObject("received", received)
                    .addObject("bundle", bundle)
                    .addObject("kept", checked.kept())
                    .addObject("known", known)
                    .addObject(
                            "lines",
                            bundle.items().stream()
                                    .map(item -> new ItemLine(
                                            item,
                                            adoptions
                                                    .of(received.tenant(), bundle.did(), item.id())
                                                    .orElse(null),
                                            Merge.prerequisites(checked.document(item.id())).stream()
                                                    .filter(before -> !names.containsKey(before))
                                                    .map(before -> titled(bundle, before))
                                                    .toList(),
                                            Merge.members(checked.document(item.id())).stream()
                                                    .filter(part -> !names.containsKey(part))
                                                    .map(part -> titled(bundle, part))
                                                    .toList()))
                                    .toList());
        } catch (BundleRefused e) {
            return refusedNow(member, e);
        }
    }

    /** What people call it, as far as the bundle says so. */
    private static String titled(Bundle bundle, String id) {
        return bundle.items().stream()
                .filter(item -> item.id().equals(id))
                .map(Bundle.Item::title)
                .findFirst()
                .orElse(id);
    }

    private ModelAndView refusedNow(StaffMember member, BundleRefused e) {
        return unprocessable(
                list(member, "0", "0").addObject("refused", e.key()).addObject("details", e.details()));
    }

    @PostMapping("/received/{id}/adopt")
    ModelAndView adopt(StaffMember member, @PathVariable UUID id, @RequestParam(defaultValue = "") String item) {
        Received received = adoptions.received(member, id);
        try {
            Adoption adoption = adoptions.adopt(member, received, adoptions.check(received), item);
            return new ModelAndView("redirect:/author/sharing/adopted/" + adoption.id());
        } catch (BundleRefused e) {
            return refusedNow(member, e);
        }
    }

    @GetMapping("/adopted/{id}")
    ModelAndView adopted(StaffMember member, @PathVariable UUID id) {
        Adoption adoption = adoptions.get(member, id);
        Exchange.Written own =
                exchange.newest(adoption.tenant(), adoption.item()).orElseThrow();
        return view("sharing/adopted")
                .addObject("adoption", adoption)
                .addObject("own", own)
                .addObject("update", adoptions.update(adoption).orElse(null))
                .addObject("originals", adoptions.originals(id))
                .addObject("decides", member.writes().contains(adoption.tenant()));
    }

    @PostMapping("/adopted/{id}/look")
    String look(StaffMember member, @PathVariable UUID id) {
        Adoption adoption = adoptions.get(member, id);
        if (!member.writes().contains(adoption.tenant())) {
            throw SharingRefused.notYours();
        }
        if (!adoption.address().isEmpty()) {
            adoptions.look(adoption);
        }
        return "redirect:/author/sharing/adopted/" + id;
    }

    @PostMapping("/adopted/{id}/accept")
    String accept(StaffMember member, @PathVariable UUID id, @RequestParam String version) {
        VersionId draft = adoptions.accept(member, id, version).id();
        return "redirect:/author/versions/" + draft.value();
    }

    @PostMapping("/adopted/{id}/decline")
    String decline(StaffMember member, @PathVariable UUID id, @RequestParam String version) {
        adoptions.decline(member, id, version);
        return "redirect:/author/sharing/adopted/" + id;
    }

    private static ModelAndView view(String template) {
        return new ModelAndView(template).addObject("section", "author");
    }
}
