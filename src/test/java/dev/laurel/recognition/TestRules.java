package dev.laurel.recognition;

import java.nio.charset.StandardCharsets;
import org.springframework.context.ApplicationContext;

/** Rules for the tests of other modules. */
public final class TestRules {

    private TestRules() {}

    /** An authority of that code, for a district, and its rule {@code <code>-hours}: two hours for each micro-credential. */
    public static void forDistrict(ApplicationContext context, String code) {
        context.getBean(RulesImport.class)
                .take(
                        code + ".yaml",
                        (authority(code) + "---\n" + rule(code, 2)).getBytes(StandardCharsets.UTF_8),
                        "a tester",
                        false);
    }

    /** An agreement {@code <code>-neighbours} of that authority with Arkansas: two raters, and its own rule. */
    public static void agreement(ApplicationContext context, String code) {
        context.getBean(RulesImport.class)
                .take(code + ".yaml", agreement(code).getBytes(StandardCharsets.UTF_8), "a tester", false);
    }

    /** The same, where that many hours in a cycle are asked for and no more than the cap count. */
    public static void capped(ApplicationContext context, String code, int needed, int cap) {
        String yaml = authority(code)
                + "needs: [{kind: local-hours, unit: hour, amount: " + needed + "}]\n---\n" + rule(code, 2)
                + "cap: {units: " + cap + "}\n";
        context.getBean(RulesImport.class)
                .take(code + ".yaml", yaml.getBytes(StandardCharsets.UTF_8), "a tester", false);
    }

    /** An export {@code <code>-export} of that authority: names and units, changes in a file of their own. */
    public static void export(ApplicationContext context, String code) {
        context.getBean(RulesImport.class)
                .take(code + ".yaml", export(code, "").getBytes(StandardCharsets.UTF_8), "a tester", false);
    }

    /** The same with a column for the claimant's number. */
    static void asking(ApplicationContext context, String code) {
        context.getBean(RulesImport.class)
                .take(
                        code + ".yaml",
                        export(code, "  - {heading: License, field: educator-number}\n")
                                .getBytes(StandardCharsets.UTF_8),
                        "a tester",
                        false);
    }

    /** @param more columns, each a line of YAML */
    static String export(String code, String more) {
        return """
                schema: recognition/1
                kind: export
                id: %1$s-export
                authority: %1$s
                title: Personnel system
                changes: own-file
                columns:
                  - {heading: Who, field: name}
                  - {heading: How many, field: amount}
                """.formatted(code) + more;
    }

    static String agreement(String code) {
        return """
                schema: recognition/1
                kind: agreement
                id: %1$s-neighbours
                authority: %1$s
                accepts:
                  - authority: us-ar
                    declares: {double_scored: true, source: {title: A report}, on: "2026-11-01"}
                conditions: {double_scored: true}
                effect: {says: Counts as if it had been issued here., rule: %1$s-hours}
                source: {title: The agreement}
                checked_on: "2026-11-01"
                checked_by: A tester
                """.formatted(code);
    }

    static String authority(String code) {
        return """
                schema: recognition/1
                kind: authority
                code: %s
                name: A district with officers
                place: Officetown
                type: district
                decides: The district
                """.formatted(code);
    }

    /** That many hours for each micro-credential. */
    public static String rule(String code, int units) {
        return """
                schema: recognition/1
                kind: rule
                id: %1$s-hours
                authority: %1$s
                scope: {every: micro-credential}
                value: local-hours
                unit: hour
                amount: {units: %2$d, per_credentials: 1}
                approver: The district
                source: {title: A page}
                checked_on: "2026-11-01"
                checked_by: A tester
                """.formatted(code, units);
    }
}
