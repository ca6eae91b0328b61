package dev.laurel.wallet;

import java.net.URI;
import java.util.List;

/**
 * Where a backpack is spoken to, from its service description (Open Badges 3.0, 7.1.1.1).
 *
 * @param base what its API lies below, with neither slash at the end nor query
 * @param api the resource server's own address; always on the host of {@code base}, because tokens go there
 * @param title as it calls itself; its host when it does not
 * @param refresh where tokens are renewed, which may be the same as {@code token}
 * @param scopes the rights of ours that it knows
 */
record BackpackServices(
        BackpackKind kind,
        URI base,
        URI api,
        String title,
        URI registration,
        URI authorization,
        URI token,
        URI refresh,
        List<String> scopes) {

    BackpackServices {
        scopes = List.copyOf(scopes);
    }

    URI credentials() {
        return URI.create(api + "/credentials");
    }

    URI profile() {
        return URI.create(api + "/profile");
    }
}
