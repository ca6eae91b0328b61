package dev.laurel.lti.check;

import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ToolKeys;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Lines about access tokens: whether any is given, and which rights it carries. */
@Configuration(proxyBeanMethods = false)
class TokenChecks {

    @Bean
    @Order(4)
    LineCheck checkOfToken(LaurelSettings settings, ToolKeys keys, Registrations registrations) {
        return new AnyToken(settings.at("/lti/jwks"), keys, registrations);
    }

    @Bean
    @Order(5)
    LineCheck checkOfScopes(Registrations registrations) {
        return new Rights(registrations);
    }

    /** What to do about rights that are missing. */
    private static Words mendRights(Registration registration, Registrations registrations) {
        Lms lms = Lms.of(registration);
        boolean mayWait = lms == Lms.CANVAS && registrations.isRepeated(registration.id());
        return lms.mend(mayWait ? "scopes-again" : "scopes");
    }

    /** What to do about a token endpoint that gives none, for a reason that is no right's. */
    static Words mend(Registration registration, Probe.Token token, URI ownKeys) {
        Lms lms = Lms.of(registration);
        if (token.reply().isPassing()) {
            return lms.mend("token-down", registration.tokenEndpoint());
        }
        return token.isAboutKeys() ? lms.mend("own-keys", ownKeys) : lms.mend("client", registration.clientId());
    }

    private static final class AnyToken implements LineCheck {

        private final URI ownKeys;
        private final ToolKeys keys;
        private final Registrations registrations;

        AnyToken(URI ownKeys, ToolKeys keys, Registrations registrations) {
            this.ownKeys = ownKeys;
            this.keys = keys;
            this.registrations = registrations;
        }

        @Override
        public CheckLine line() {
            return CheckLine.TOKEN;
        }

        @Override
        public Finding run(CheckedPlace place, Probe probe) {
            Registration registration = place.registration();
            Words tried =
                    Words.of("token.tried", registration.tokenEndpoint(), PlatformWords.shortened(keys.signingKeyId()));
            List<ServiceRight> rights = ServiceRight.needed();
            Probe.Token token = probe.token(registration, ServiceRight.scopes(rights));
            // Canvas refuses the whole request for one right that is switched off; any other right proves as much.
            for (int i = 0; token.isAboutScopes() && i < rights.size(); i++) {
                token = probe.token(registration, Set.of(rights.get(i).scope()));
            }
            if (token.token() != null) {
                return Finding.ok(line(), tried, Words.of("token.ok", Math.max(1, token.expiresIn() / 60)));
            }
            return Finding.attention(
                    line(),
                    tried,
                    token.reply().isSuccessful()
                            ? Words.of("token.none")
                            : token.reply().inWords(),
                    token.isAboutScopes()
                            ? mendRights(registration, registrations)
                            : mend(registration, token, ownKeys));
        }
    }

    private static final class Rights implements LineCheck {

        private final Registrations registrations;

        Rights(Registrations registrations) {
            this.registrations = registrations;
        }

        @Override
        public CheckLine line() {
            return CheckLine.SCOPES;
        }

        @Override
        public Finding run(CheckedPlace place, Probe probe) {
            Registration registration = place.registration();
            Lms lms = Lms.of(registration);
            List<ServiceRight> needed = ServiceRight.needed();
            Words tried = Words.of("scopes.tried", needed.size());
            Probe.Token all = probe.token(registration, ServiceRight.scopes(needed));
            if (all.token() == null && !all.isAboutScopes()) {
                return Finding.untried(line(), Words.of("scopes.no-token")).tried(tried);
            }
            Set<String> granted = new LinkedHashSet<>(all.granted());
            if (all.token() == null) {
                for (ServiceRight right : needed) {
                    granted.addAll(
                            probe.token(registration, Set.of(right.scope())).granted());
                }
            }
            List<Finding.Part> parts = new ArrayList<>();
            int missing = 0;
            for (ServiceRight right : needed) {
                boolean given = granted.contains(right.scope());
                missing += given ? 0 : 1;
                parts.add(new Finding.Part(given ? Light.OK : Light.ATTENTION, right.name(lms)));
            }
            Finding finding = missing == 0
                    ? Finding.ok(line(), tried, Words.of("scopes.ok"))
                    : Finding.attention(
                            line(),
                            tried,
                            Words.of("scopes.missing", missing),
                            mendRights(registration, registrations));
            return finding.madeOf(parts);
        }
    }
}
