package dev.laurel.recognition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.recognition.Rulebook.State;
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What badges count for, by the rules that hold today. Answers from memory. */
@Component
public class Recognition {

    private static final int MOST_HOMES = 5_000;

    /** All that a home depends on. */
    private record HomeKey(TenantId tenant, @Nullable String own, long revision, LocalDate day) {}

    private final Cache<HomeKey, Home> homes =
            Caffeine.newBuilder().maximumSize(MOST_HOMES).build();

    private final Rulebook rulebook;
    private final WorthWords words;
    private final Clock clock;

    Recognition(Rulebook rulebook, WorthWords words, Clock clock) {
        this.rulebook = rulebook;
        this.words = words;
        this.clock = clock;
    }

    /** What it counts for with one authority; empty when there is no such authority. */
    public Optional<Worth> worth(Offer offer, AuthorityCode code) {
        State state = rulebook.current();
        return Optional.ofNullable(state.authorities().get(code)).map(authority -> worth(offer, authority, state));
    }

    /** What it counts for where somebody teaches, as a page shows it, in the order of {@link Home#authorities()}. */
    public List<WorthView> views(Offer offer, Home home, Locale locale) {
        State state = rulebook.current();
        return home.authorities().stream()
                .map(authority -> words.view(worth(offer, authority, state), offer, locale))
                .toList();
    }

    private Worth worth(Offer offer, Authority authority, State state) {
        return Worth.of(authority, state.rules().getOrDefault(authority.code(), List.of()), offer, today());
    }

    /**
     * Where the teachers of a tenant teach, or where one of them said that they do.
     *
     * @param own the code they chose, if any; one that no longer exists counts for nothing
     */
    public Home home(TenantId tenant, @Nullable String own) {
        State state = rulebook.current();
        return homes.get(new HomeKey(tenant, own, state.revision(), today()), key -> home(state, key));
    }

    private static Home home(State state, HomeKey key) {
        String own = key.own();
        Authority chosen = own == null || !AuthorityCode.isValid(own)
                ? null
                : state.authorities().get(new AuthorityCode(own));
        List<Authority> authorities = chosen == null ? homeOf(key.tenant(), state) : withSurroundings(chosen, state);
        String mark = authorities.stream().map(each -> each.code().value()).collect(Collectors.joining(" ")) + " "
                + key.revision() + " " + key.day() + (chosen == null ? "" : " own");
        return new Home(authorities, chosen != null, mark);
    }

    private static List<Authority> homeOf(TenantId tenant, State state) {
        return state.homes().getOrDefault(tenant, List.of()).stream()
                .map(state.authorities()::get)
                .filter(Objects::nonNull)
                .flatMap(authority -> withSurroundings(authority, state).stream())
                .distinct()
                .toList();
    }

    /** A district's own rules and those of the state that it lies in. */
    private static List<Authority> withSurroundings(Authority authority, State state) {
        List<Authority> all = new ArrayList<>();
        Authority at = authority;
        while (at != null && !all.contains(at)) {
            all.add(at);
            at = at.within() == null ? null : state.authorities().get(at.within());
        }
        return all;
    }

    /** Every authority with its surroundings, as if somebody taught there; empty when there is no such authority. */
    public Optional<Home> at(AuthorityCode code) {
        State state = rulebook.current();
        return Optional.ofNullable(state.authorities().get(code))
                .map(authority -> new Home(
                        withSurroundings(authority, state),
                        true,
                        code.value() + " " + state.revision() + " " + today()));
    }

    /** Whether an authority's rules hold for those tenants and, as far as anybody has said where tenants lie, no others. */
    boolean holdsOnlyFor(AuthorityCode code, Collection<TenantId> tenants) {
        return tenants.containsAll(tenantsUnder(code));
    }

    /** The tenants for which an authority's rules hold, as far as anybody has said where they lie. */
    List<TenantId> tenantsUnder(AuthorityCode code) {
        State state = rulebook.current();
        return state.homes().keySet().stream()
                .filter(tenant -> homeOf(tenant, state).stream()
                        .anyMatch(authority -> authority.code().equals(code)))
                .toList();
    }

    /** What an authority's exports ask claimants for, in its words, such as the number of a license; empty for nothing. */
    Optional<String> asks(AuthorityCode code) {
        return rulebook.current().exports().getOrDefault(code, List.of()).stream()
                .filter(ExportFormat::inUse)
                .flatMap(export -> export.asks().stream())
                .findFirst();
    }

    /** @param words what it asks for */
    public record Ask(AuthorityCode authority, String place, String words) {}

    /** What the authorities where somebody teaches ask claimants for. */
    public List<Ask> asks(Home home) {
        return home.authorities().stream()
                .flatMap(authority ->
                        asks(authority.code())
                                .map(words -> new Ask(authority.code(), authority.place(), words))
                                .stream())
                .toList();
    }

    /** The rules of an authority that hold today. */
    List<Rule> holding(AuthorityCode code) {
        LocalDate today = today();
        return rulebook.current().rules().getOrDefault(code, List.of()).stream()
                .filter(rule -> rule.holdsOn(today))
                .toList();
    }

    /** The license types that an authority's rules name, as they say them. */
    public List<String> licences(AuthorityCode code) {
        return holding(code).stream()
                .flatMap(rule -> rule.licences().stream())
                .distinct()
                .toList();
    }

    /** An authority as it is now. */
    public Optional<Authority> authority(AuthorityCode code) {
        return Optional.ofNullable(rulebook.current().authorities().get(code));
    }

    /** All authorities to choose from, states first, by place. */
    public List<Authority> authorities() {
        return rulebook.current().authorities().values().stream()
                .sorted(Comparator.comparing(Authority::type).thenComparing(Authority::place))
                .toList();
    }

    /**
     * Says where the teachers of a tenant teach; a district's state need not be named.
     *
     * @param authorities codes that are known; empty for "not known"
     * @param by whom the history names
     */
    public void settle(TenantId tenant, List<AuthorityCode> authorities, String by) {
        rulebook.settle(tenant, authorities, by);
    }

    /** Days change at midnight UTC, which is evening in the United States. */
    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
