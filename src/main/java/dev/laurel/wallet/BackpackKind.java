package dev.laurel.wallet;

import java.util.List;
import java.util.Locale;

/** What a backpack takes. Both APIs are of one shape; they differ in their path and the names of their rights. */
enum BackpackKind {
    /** Badges one by one (Open Badges 3.0, section 6). */
    OB3("ob/v3p0", List.of("credential.upsert", "profile.readonly")),
    /** A whole learner record (Comprehensive Learner Record 2.0, section 6). */
    CLR2("clr/v2p0", List.of("credential.upsert"));

    /** Asks for a token that outlasts the visit (Open Badges 3.0, 7.1.1.2). */
    static final String OFFLINE = "offline_access";

    private final String path;
    private final List<String> rights;

    BackpackKind(String path, List<String> rights) {
        this.path = path;
        this.rights = rights;
    }

    /** Where the API lies below a backpack's address. */
    String apiPath() {
        return "/ims/" + path;
    }

    /** The right without which nothing can be put in. */
    String upsert() {
        return scope("credential.upsert");
    }

    /** Every right that is of use, the most needed first. */
    List<String> scopes() {
        return rights.stream().map(this::scope).toList();
    }

    private String scope(String right) {
        return "https://purl.imsglobal.org/spec/" + path + "/scope/" + right;
    }

    /** Its part of the keys of messages. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
