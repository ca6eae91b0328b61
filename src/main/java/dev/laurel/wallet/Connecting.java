package dev.laurel.wallet;

import dev.laurel.system.Unguessable;
import dev.laurel.wallet.BackpackProblem.Kind;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.stereotype.Component;

/** How a backpack gives permission: it is discovered, this installation registers there, and the person says yes there. */
@Component
class Connecting {

    private static final Logger log = LoggerFactory.getLogger(Connecting.class);
    private static final int LONGEST_CODE = 4000;

    private final BackpackDiscovery discovery;
    private final BackpackClient client;
    private final Backpacks backpacks;
    private final Packing packing;

    Connecting(BackpackDiscovery discovery, BackpackClient client, Backpacks backpacks, Packing packing) {
        this.discovery = discovery;
        this.client = client;
        this.backpacks = backpacks;
        this.packing = packing;
    }

    /**
     * Where a person says yes.
     *
     * @param address of the backpack's own page, to be opened in this browser
     */
    record Question(UUID backpack, BackpackServices services, URI address) {

        /** Where the browser goes: whoever gives permission may be on another host than the backpack. */
        public String host() {
            return address.getAuthority();
        }

        /** Without the state in the address. */
        @Override
        public String toString() {
            return "Question[" + backpack + "]";
        }
    }

    /**
     * Asks for permission, the first time or again. Each time with a registration of its own: an earlier one may be what has
     * ended.
     *
     * @param browser the secret of the browser in which the wallet is open
     * @return empty when the wallet has as many backpacks as it can
     */
    Optional<Question> ask(WalletId wallet, BackpackKind kind, String typed, String browser, Locale language)
            throws BackpackProblem {
        BackpackServices services = discovery.discover(kind, typed);
        Optional<UUID> id = backpacks.idFor(wallet, services);
        return id.isEmpty() ? Optional.empty() : Optional.of(question(wallet, id.get(), services, browser, language));
    }

    private Question question(WalletId wallet, UUID id, BackpackServices services, String browser, Locale language)
            throws BackpackProblem {
        BackpackKeys keys = client.register(services, id);
        String state = Unguessable.text();
        OAuth2AuthorizationRequest question = client.question(services, keys, id, state);
        String verifier = Objects.requireNonNull(question.getAttribute(PkceParameterNames.CODE_VERIFIER));
        backpacks.asking(wallet, id, services, keys.asking(verifier), state, browser, language);
        return new Question(id, services, URI.create(question.getAuthorizationRequestUri()));
    }

    /**
     * Takes the answer that the browser brings back from the backpack.
     *
     * @param code absent when the backpack gave none
     * @param error of OAuth 2.0 (RFC 6749, 4.1.2.1); absent when all went well
     */
    void answer(WalletId wallet, UUID id, String state, String browser, @Nullable String code, @Nullable String error)
            throws BackpackProblem {
        Backpack backpack = backpacks.find(wallet, id);
        if (!backpacks.answered(wallet, id, state, browser)) {
            throw new BackpackProblem(Kind.NOT_ASKED);
        }
        if (error != null) {
            throw new BackpackProblem(error.equals("access_denied") ? Kind.DENIED : Kind.NO_TOKEN);
        }
        BackpackKeys keys = backpacks.keysAsking(id);
        if (code == null || code.isEmpty() || code.length() > LONGEST_CODE || keys.verifier() == null) {
            throw new BackpackProblem(Kind.NO_TOKEN);
        }
        BackpackKeys open = client.exchange(backpack.services(), keys, id, code, keys.verifier());
        String account = client.account(backpack.services(), Objects.requireNonNull(open.access()));
        backpacks.connected(id, open, account);
        log.info("Backpack {} at {} is connected", id, backpack.host());
        packing.resume(id);
    }

    /** Takes the permission back at the backpack, where that can be done, and forgets everything that opened it in any case. */
    BackpackClient.Revocation leave(WalletId wallet, UUID id) {
        Backpack backpack = backpacks.find(wallet, id);
        BackpackClient.Revocation revocation = backpack.connectedAt() == null
                ? BackpackClient.Revocation.NOT_OFFERED
                : client.revoke(backpack.services(), backpacks.keys(id));
        backpacks.remove(wallet, id);
        log.info("Backpack {} at {} is disconnected, its permission {}", id, backpack.host(), revocation);
        return revocation;
    }
}
