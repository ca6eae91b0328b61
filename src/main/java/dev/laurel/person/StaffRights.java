package dev.laurel.person;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/** What the person of a request may do, asked of the database once for each request. */
@Component
class StaffRights {

    private static final String ATTRIBUTE = StaffRights.class.getName();

    private final Staff staff;

    StaffRights(Staff staff) {
        this.staff = staff;
    }

    /** Lets those through whose rights satisfy the condition at this moment. */
    AuthorizationManager<RequestAuthorizationContext> when(Predicate<Staff.Rights> condition) {
        return (authentication, context) -> new AuthorizationDecision(
                of(authentication.get(), context.getRequest()).filter(condition).isPresent());
    }

    /** Empty when nobody is signed in or their account has ended. */
    Optional<Staff.Rights> of(Authentication authentication, HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Staff.Rights known) {
            return Optional.of(known);
        }
        if (!(authentication.getPrincipal() instanceof SignedIn signedIn)) {
            return Optional.empty();
        }
        Optional<Staff.Rights> rights = staff.rights(signedIn.id());
        rights.ifPresent(found -> request.setAttribute(ATTRIBUTE, found));
        return rights;
    }

    /** What was found for this request before, if anything. */
    static Optional<Staff.Rights> known(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Staff.Rights known ? Optional.of(known) : Optional.empty();
    }

    String deskOf(StaffId member) {
        return staff.rights(member).map(StaffRights::desk).orElse("/assess");
    }

    /** The page that a person begins with. */
    static String desk(Staff.Rights may) {
        if (may.operator()) {
            return "/admin";
        }
        if (may.assesses()) {
            return "/assess";
        }
        if (may.writes()) {
            return "/author";
        }
        return may.issues() ? "/issue" : may.recognises() ? "/recognition/claims" : "/assess";
    }
}
