package dev.laurel.badge;

import dev.laurel.system.LaurelSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of issuers.
 *
 * @param namedByAll whether every district may name an issuer that arises and belongs to none, until the operator says
 *     otherwise; absent for the demonstration alone
 */
@ConfigurationProperties("laurel.issuers")
record IssuerSettings(@Nullable Boolean namedByAll) {

    boolean areNamedByAll(LaurelSettings laurel) {
        return namedByAll == null ? laurel.demo() : namedByAll;
    }
}
