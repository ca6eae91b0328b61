package dev.laurel.authoring;

import dev.laurel.catalog.DocumentCheck;
import dev.laurel.catalog.Publishing;
import dev.laurel.system.Fault;
import dev.laurel.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What keeps a draft from being published: the rules of files, and that nobody signs in the name of others. */
@Component
class DraftRules {

    private static final String ISSUER = "issuer.name";

    private final Publishing publishing;
    private final NameableIssuers issuers;

    DraftRules(Publishing publishing, NameableIssuers issuers) {
        this.publishing = publishing;
        this.issuers = issuers;
    }

    /** Every problem of a document that a tenant writes; empty when it can be published. */
    List<DocumentCheck.Problem> problems(TenantId tenant, String content) {
        List<DocumentCheck.Problem> problems = new ArrayList<>(publishing.problems(content));
        String issuer = Publishing.issuer(content);
        if (!issuer.isEmpty() && !issuers.mayName(tenant, issuer)) {
            problems.add(new DocumentCheck.Problem(ISSUER, Fault.of("authoring.fault.issuer-of-others")));
        }
        return problems;
    }
}
