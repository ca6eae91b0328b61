package dev.laurel.recognition;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
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
    private final Staff staff;

    RuleReach(Recognition recognition, Staff staff) {
        this.recognition = recognition;
        this.staff = staff;
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
        return ofOperator(request) ? recognition.authorities() : authorities(officer);
    }

    private List<Authority> authorities(StaffMember officer) {
        return officer.recognises().stream()
                .flatMap(tenant -> recognition.home(tenant, null).authorities().stream())
                .distinct()
                .toList();
    }

    /** The authorities where an officer's districts lie. */
    List<AuthorityCode> codes(StaffMember officer) {
        return authorities(officer).stream().map(Authority::code).toList();
    }

    /** Those of them whose rules hold for nobody but this officer's districts. */
    List<AuthorityCode> alone(StaffMember officer) {
        return codes(officer).stream()
                .filter(code -> recognition.holdsOnlyFor(code, officer.recognises()))
                .toList();
    }

    /**
     * Whether an operator has nobody beside them who could decide on rules of these authorities: no other operator, and no
     * officer whose districts alone they hold for. So it is at the start of an installation.
     */
    boolean isAlone(StaffMember operator, HttpServletRequest request, Collection<AuthorityCode> codes) {
        return ofOperator(request)
                && !staff.isThereAnotherOperator(operator.id())
                && codes.stream()
                        .flatMap(code -> recognition.tenantsUnder(code).stream())
                        .distinct()
                        .flatMap(tenant -> staff.acting(StaffRole.RECOGNITION_OFFICER, tenant).stream())
                        .distinct()
                        .filter(id -> !id.equals(operator.id()))
                        .flatMap(id -> staff.find(id).stream())
                        .noneMatch(officer -> alone(officer).containsAll(codes));
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
