package dev.laurel.person;

import dev.laurel.person.ProviderProblem.Kind;
import dev.laurel.person.SignInQuestion.Purpose;
import dev.laurel.person.SignOnRefused.Why;
import dev.laurel.person.StaffIdentities.Binding;
import dev.laurel.person.StaffIdentities.Reason;
import dev.laurel.system.Unguessable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Sends people to a provider of identity and takes what it answers. An identity opens the account that it was bound to, and no
 * other: by an invitation, by the account's owner, or by an address for which the provider's word is taken. It makes no account
 * and gives no right by itself.
 */
@Component
class SingleSignOn {

    private static final Logger log = LoggerFactory.getLogger(SingleSignOn.class);
    private static final int LONGEST_CODE = 4000;

    private final IdentityProviders providers;
    private final ProviderDiscovery discovery;
    private final ProviderClient client;
    private final ProviderTokens tokens;
    private final SignInQuestions questions;
    private final StaffIdentities identities;
    private final Staff staff;
    private final Clock clock;

    SingleSignOn(
            IdentityProviders providers,
            ProviderDiscovery discovery,
            ProviderClient client,
            ProviderTokens tokens,
            SignInQuestions questions,
            StaffIdentities identities,
            Staff staff,
            Clock clock) {
        this.providers = providers;
        this.discovery = discovery;
        this.client = client;
        this.tokens = tokens;
        this.questions = questions;
        this.identities = identities;
        this.staff = staff;
        this.clock = clock;
    }

    /** One that people sign in with at this moment. */
    IdentityProvider provider(ProviderId id) {
        return providers
                .find(id)
                .filter(found -> found.active() && found.isComplete())
                .orElseThrow(() -> SignOnRefused.because(Why.OFF, "No provider " + id.value() + " in use", ""));
    }

    /** Where the browser goes next; it carries the question with it. */
    URI ask(IdentityProvider provider, Purpose purpose, String about, HttpServletResponse response) {
        try {
            ProviderDescription description = discovery.describe(provider.issuer());
            String state = Unguessable.text();
            String nonce = Unguessable.text();
            OAuth2AuthorizationRequest question = client.question(provider, description, state, nonce);
            questions.ask(
                    new SignInQuestion(
                            provider.id().value(),
                            provider.issuer(),
                            state,
                            nonce,
                            Objects.requireNonNull(question.getAttribute(PkceParameterNames.CODE_VERIFIER)),
                            purpose,
                            about,
                            clock.instant()),
                    response);
            return URI.create(question.getAuthorizationRequestUri());
        } catch (ProviderProblem e) {
            throw SignOnRefused.because(e, provider, purpose, about);
        }
    }

    /** Whether whoever signed in with it can sign out there, too; false where it does not say, or does not answer. */
    boolean offersSignOut(IdentityProvider provider) {
        try {
            return discovery.describe(provider.issuer()).endSession() != null;
        } catch (ProviderProblem e) {
            return false;
        }
    }

    /**
     * Where a browser signs out at the provider, which then sends it back to our page (OpenID Connect RP-Initiated Logout 1.0,
     * section 2). It carries no token, since none is kept: the provider asks its user first.
     */
    Optional<URI> signOut(IdentityProvider provider, URI back) {
        try {
            URI end = discovery.describe(provider.issuer()).endSession();
            return Optional.ofNullable(end).map(address -> UriComponentsBuilder.fromUri(address)
                    .queryParam("client_id", "{client}")
                    .queryParam("post_logout_redirect_uri", "{back}")
                    .encode()
                    .buildAndExpand(provider.clientId(), back)
                    .toUri());
        } catch (ProviderProblem e) {
            return Optional.empty();
        }
    }

    /** What a provider sends along with the browser (RFC 6749, 4.1.2; RFC 9207). Never printed. */
    record Answer(
            String state,
            String code,
            @Nullable String error,
            @Nullable String issuer) {

        @Override
        public String toString() {
            return "Answer[…]";
        }
    }

    /** An answer that holds: who it was, and what for. */
    record Answered(IdentityProvider provider, SignInQuestion question, ProvenIdentity identity) {}

    /** Takes an answer. @throws SignOnRefused when it does not hold */
    Answered answered(
            IdentityProvider provider, Answer answer, HttpServletRequest request, HttpServletResponse response) {
        SignInQuestion question;
        try {
            question = questions.answered(answer.state(), provider.id(), request, response);
        } catch (ProviderProblem e) {
            throw SignOnRefused.because(e, provider);
        }
        try {
            if (!question.issuer().equals(provider.issuer())) {
                throw new ProviderProblem(Kind.NOT_ASKED, "the provider was changed meanwhile");
            }
            return new Answered(provider, question, proven(provider, question, answer));
        } catch (ProviderProblem e) {
            throw SignOnRefused.because(e, provider, question.purpose(), question.about());
        }
    }

    private ProvenIdentity proven(IdentityProvider provider, SignInQuestion question, Answer answer)
            throws ProviderProblem {
        ProviderDescription description = discovery.describe(provider.issuer());
        if (answer.issuer() == null
                ? description.namesItself()
                : !answer.issuer().equals(provider.issuer())) {
            throw new ProviderProblem(Kind.NOT_GENUINE, "the answer is another provider's");
        }
        if (answer.error() != null) {
            throw new ProviderProblem(
                    answer.error().equals("access_denied") ? Kind.DENIED : Kind.NO_TOKEN, answer.error());
        }
        if (answer.code().isEmpty() || answer.code().length() > LONGEST_CODE) {
            throw new ProviderProblem(Kind.NO_TOKEN, "no code");
        }
        String token = client.idToken(provider, description, answer.code(), question.verifier());
        return tokens.verify(token, description, provider.clientId(), question.nonce());
    }

    /** The account that somebody signs in to. @throws SignOnRefused when there is none, or not for them */
    StaffId account(IdentityProvider provider, ProvenIdentity identity) {
        StaffId account = identities
                .accountOf(provider, identity)
                .or(() -> byAddress(provider, identity))
                .orElseThrow(() -> SignOnRefused.because(
                        Why.UNKNOWN,
                        "Nobody is bound to who came from " + provider.id().value(),
                        provider.name()));
        admit(provider, account);
        identities.used(provider, identity);
        return account;
    }

    private void admit(IdentityProvider provider, StaffId account) {
        Optional<Staff.Rights> rights = staff.rights(account);
        if (rights.isEmpty()) {
            throw SignOnRefused.because(Why.ENDED, "The account " + account.value() + " has ended", provider.name());
        }
        if (!provider.serves(rights.get())) {
            throw SignOnRefused.because(
                    Why.NOT_THERE,
                    account.value() + " does not act for the district of "
                            + provider.id().value(),
                    provider.name());
        }
    }

    /** An address says who somebody is where the provider verified it and the operator takes its word for that domain. */
    private Optional<StaffId> byAddress(IdentityProvider provider, ProvenIdentity identity) {
        String address = identity.address();
        if (address == null || !provider.vouchesFor(address)) {
            return Optional.empty();
        }
        Optional<StaffId> account = staff.carrying(address)
                .map(Staff.Carrier::id)
                .filter(found -> staff.rights(found).filter(provider::covers).isPresent());
        if (account.isEmpty()) {
            return Optional.empty();
        }
        StaffId found = account.get();
        if (identities.bind(provider, identity, found, Reason.ADDRESS) != Binding.BOUND) {
            // The address has passed to somebody else: the account has not.
            throw SignOnRefused.because(
                    Why.ANOTHER, found.value() + " is bound to another identity there", provider.name());
        }
        log.info(
                "{} is bound to provider {} by their address",
                found.value(),
                provider.id().value());
        return account;
    }

    /** Binds an identity to the account of whoever is signed in. @throws SignOnRefused when that cannot be */
    void connect(IdentityProvider provider, ProvenIdentity identity, StaffId member) {
        admit(provider, member);
        switch (identities.bind(provider, identity, member, Reason.OWN_PAGE)) {
            case BOUND ->
                log.info(
                        "{} connected provider {}",
                        member.value(),
                        provider.id().value());
            case NOT_THEIRS ->
                throw SignOnRefused.because(
                        Why.NOT_THEIRS, "The identity is bound to another account", provider.name());
            case ANOTHER ->
                throw SignOnRefused.because(
                        Why.ANOTHER, member.value() + " is bound to another identity there", provider.name());
        }
    }
}
