package dev.laurel.wallet;

import dev.laurel.badge.LearnerRecords;
import dev.laurel.badge.PublishedEvidence;
import dev.laurel.lti.Launch;
import dev.laurel.person.Persons;
import dev.laurel.system.Paging;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The wallet in a window of an LMS: the badges of this account and of no other, whatever else lies in the wallet outside
 * that the account belongs to.
 */
@Controller
@RequestMapping("/l/{launch}/wallet")
class WindowPages {

    private static final String ID = "{id:[A-Za-z0-9-]{1,64}}";

    private final Persons persons;
    private final BadgeDesk desk;
    private final Holdings holdings;
    private final Wallets wallets;
    private final Doors doors;
    private final Mails mails;
    private final Joinings joinings;

    WindowPages(
            Persons persons,
            BadgeDesk desk,
            Holdings holdings,
            Wallets wallets,
            Doors doors,
            Mails mails,
            Joinings joinings) {
        this.persons = persons;
        this.desk = desk;
        this.holdings = holdings;
        this.wallets = wallets;
        this.doors = doors;
        this.mails = mails;
        this.joinings = joinings;
    }

    private static String base(Launch launch) {
        return launch.path("/wallet");
    }

    private Owner owner(Launch launch) {
        return new Owner(launch.tenant(), persons.earning(launch));
    }

    @GetMapping
    ModelAndView list(
            Launch launch,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "") String done) {
        return first(launch, page).addObject("done", done.matches("[a-z-]{1,20}") ? done : "");
    }

    private ModelAndView first(Launch launch, String page) {
        Owner owner = owner(launch);
        Optional<WalletId> keeping = wallets.holding(owner);
        return desk.list("wallet/window", List.of(owner), base(launch), Paging.number(page))
                .addObject("canMail", mails.canBeSent())
                .addObject("done", "")
                .addObject("joinings", JoiningPages.views(List.of(owner), joinings, doors))
                .addObject("account", owner.person().value())
                .addObject(
                        "keptBy",
                        keeping.map(wallets::addresses).orElse(List.of()).stream()
                                .map(Address::masked)
                                .toList());
    }

    @GetMapping("/badges/" + ID)
    ModelAndView badge(
            Launch launch, @PathVariable String id, @RequestParam(defaultValue = "") String done, Locale locale) {
        return desk.badge("wallet/window-badge", List.of(owner(launch)), base(launch), id, done, locale);
    }

    @PostMapping("/badges/" + ID + "/showing")
    String show(
            Launch launch,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean open,
            @RequestParam(defaultValue = "false") boolean named) {
        desk.show(List.of(owner(launch)), id, open, named);
        return "redirect:" + base(launch) + "/badges/" + id + "?done=shown";
    }

    @PostMapping("/badges/" + ID + "/evidence")
    ModelAndView publish(
            Launch launch,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String narrative,
            @RequestParam(defaultValue = "") String link,
            @RequestParam(defaultValue = "") String linkName,
            @RequestParam(required = false) @Nullable Set<UUID> file,
            @RequestParam(defaultValue = "false") boolean consent,
            Locale locale) {
        Set<UUID> files = file == null ? Set.of() : file;
        List<Owner> owners = List.of(owner(launch));
        String problem =
                desk.publish(owners, id, PublishedEvidence.typed(narrative, link, linkName), files, consent, locale);
        if (!problem.isEmpty()) {
            return desk.badge("wallet/window-badge", owners, base(launch), id, "", locale)
                    .addObject("problem", problem)
                    .addObject("chosen", files)
                    .addObject("typed", new PublishedEvidence(narrative, link, linkName));
        }
        return new ModelAndView("redirect:" + base(launch) + "/badges/" + id + "?done=published");
    }

    @PostMapping("/badges/" + ID + "/evidence/withdrawal")
    ModelAndView withdraw(Launch launch, @PathVariable String id, Locale locale) {
        List<Owner> owners = List.of(owner(launch));
        String problem = desk.withdraw(owners, id);
        return problem.isEmpty()
                ? new ModelAndView("redirect:" + base(launch) + "/badges/" + id + "?done=withdrawn")
                : desk.badge("wallet/window-badge", owners, base(launch), id, "", locale)
                        .addObject("problem", problem);
    }

    @GetMapping("/badges/" + ID + "/files/{form:[a-z0-9-]{2,10}}")
    ResponseEntity<byte[]> file(Launch launch, @PathVariable String id, @PathVariable String form) {
        return desk.file(List.of(owner(launch)), id, form);
    }

    @GetMapping("/badges/" + ID + "/certificate.pdf")
    ResponseEntity<byte[]> certificate(
            Launch launch, @PathVariable String id, @RequestParam(defaultValue = "") String paper, Locale locale) {
        return desk.certificate(List.of(owner(launch)), id, paper, locale);
    }

    @GetMapping("/record.{form:json|jwt|png|svg}")
    ResponseEntity<byte[]> learnerRecord(
            Launch launch,
            @PathVariable String form,
            @RequestParam(required = false) @Nullable List<String> badge,
            Locale locale) {
        Owner owner = owner(launch);
        return desk.learnerRecord(
                form,
                List.of(owner),
                badge,
                LearnerRecords.Others.NONE,
                holdings.email(owner).orElse(null),
                locale);
    }

    /** Asks for a mail with a link that puts this account into the wallet of an address. */
    @PostMapping("/keep")
    ModelAndView keep(Launch launch, @RequestParam(defaultValue = "") String address, Locale locale) {
        Doors.Asked asked = doors.keep(owner(launch), address, locale);
        return asked == Doors.Asked.SENT
                ? new ModelAndView("redirect:" + base(launch) + "?done=sent")
                : first(launch, "0")
                        .addObject("keepProblem", "wallet.ask." + asked.key())
                        .addObject("address", address);
    }

    /** Says whose wallet a code is, before anything is put into it. */
    @PostMapping("/code")
    ModelAndView code(Launch launch, @RequestParam(defaultValue = "") String code) {
        Owner owner = owner(launch);
        Optional<Ticket> ticket = doors.behindCode(code);
        if (ticket.isEmpty() || wallets.keeping(owner).isPresent()) {
            return first(launch, "0").addObject("codeProblem", "wallet.code.problem");
        }
        return new ModelAndView("wallet/join")
                .addObject("base", base(launch))
                .addObject("code", Codes.typed(code))
                .addObject(
                        "addresses",
                        wallets.addresses(Objects.requireNonNull(ticket.get().wallet())).stream()
                                .map(Address::masked)
                                .toList());
    }

    @PostMapping("/code/join")
    ModelAndView join(Launch launch, @RequestParam(defaultValue = "") String code) {
        return doors.join(owner(launch), code)
                ? new ModelAndView("redirect:" + base(launch) + "?done=joined")
                : first(launch, "0").addObject("codeProblem", "wallet.code.problem");
    }

    /** Says of another account that it is one's own too, or that it is not. */
    @PostMapping("/joinings/{joining}/{answer:yes|no}")
    String answer(Launch launch, @PathVariable UUID joining, @PathVariable String answer) {
        Owner owner = joinings.sides(joining, List.of(owner(launch))).get(0);
        boolean done = answer.equals("yes") ? joinings.agree(joining, owner) : joinings.object(joining, owner);
        return "redirect:" + base(launch) + "?done=joining-" + (done ? answer : "over");
    }

    /** Takes this account out of the wallet that it lies in. */
    @PostMapping("/leave")
    String leave(Launch launch) {
        Owner owner = owner(launch);
        wallets.holding(owner).ifPresent(wallet -> doors.leave(wallet, owner));
        return "redirect:" + base(launch) + "?done=left";
    }
}
