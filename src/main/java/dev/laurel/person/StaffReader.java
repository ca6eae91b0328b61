package dev.laurel.person;

import dev.laurel.system.SignedInReader;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Staff keep their menu where a page is refused. */
@Component
class StaffReader implements SignedInReader {

    @Override
    public Optional<Reader> of(HttpServletRequest request) {
        return StaffRights.known(request)
                .map(rights -> new Reader(
                        Map.of("staff", rights.member(), "operator", rights.operator()), StaffRights.desk(rights)));
    }
}
