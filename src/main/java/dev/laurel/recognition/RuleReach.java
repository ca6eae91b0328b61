package dev.laurel.recognition;

import dev.laurel.person.StaffMember;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whose rules somebody keeps: a recognition officer those where their districts lie, an operator all. */
@Component
class RuleReach {

    private static final String OPERATOR = "/admin/rules";

    private final Recognition recognition;

    RuleReach(Recognition recognition) {
        this.recognition = recognition;
    }

    /** The address under which the same pages are shown to this person. */
    static String base(HttpServletRequest request) {
        return ofOperator(request) ? OPERATOR : "/recognition/rules";
    }

    static boolean ofOperator(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/admin");
    }

    static String section(HttpServletRequest request) {
        return ofOperator(request) ? "admin-rules" : "rules";
    }

    List<Authority> authorities(StaffMember officer, HttpServletRequest request) {
        return ofOperator(request)
                ? recognition.authorities()
                : officer.recognises().stream()
                        .flatMap(tenant -> recognition.home(tenant, null).authorities().stream())
                        .distinct()
                        .toList();
    }

    /** Where a new authority is to be made, only an operator may. */
    Collection<AuthorityCode> may(StaffMember officer, HttpServletRequest request, List<RuleChange> changes) {
        List<AuthorityCode> codes = new ArrayList<>(
                authorities(officer, request).stream().map(Authority::code).toList());
        if (ofOperator(request)) {
            changes.forEach(change -> codes.add(change.authority()));
        }
        return codes;
    }
}
