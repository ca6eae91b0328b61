package dev.laurel.support;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;

/** axe-core on a page as it stands: WCAG 2.2, levels A and AA, and axe's own good practices. */
public final class Accessibility {

    private Accessibility() {}

    /** Fails with one block a violation: the rule, what to do, and the elements. */
    public static void assertNoViolations(Page page) {
        AxeRunOptions violationsOnly = new AxeRunOptions();
        // What is in order is not listed, which for a long page would be most of the work.
        violationsOnly.setResultTypes(List.of("violations"));
        List<Rule> violations = new AxeBuilder(page)
                .options(violationsOnly)
                // A third of the time, and enough unless a frame of another origin is to be looked into.
                .setLegacyMode(framesOfOneOrigin(page))
                // The frame of a PDF is the browser's own viewer; scripts put into it are never answered.
                .exclude("iframe[data-document]")
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                .analyze()
                .getViolations();
        if (!violations.isEmpty()) {
            throw new AssertionError(readable(page.url(), violations));
        }
    }

    private static boolean framesOfOneOrigin(Page page) {
        return page.frames().stream()
                        .map(Frame::url)
                        .filter(address -> address.startsWith("http"))
                        .map(address -> URI.create(address).getRawAuthority())
                        .distinct()
                        .count()
                <= 1;
    }

    private static String readable(String address, List<Rule> violations) {
        StringBuilder text = new StringBuilder("Accessibility violations at ").append(address);
        for (Rule rule : violations) {
            text.append("\n\n")
                    .append(rule.getId())
                    .append(" (")
                    .append(rule.getImpact())
                    .append("): ")
                    .append(rule.getHelp());
            for (CheckedNode node : rule.getNodes()) {
                text.append("\n  ").append(node.getHtml());
                text.append("\n    ")
                        .append(String.valueOf(node.getFailureSummary()).replace("\n", "\n    "));
            }
        }
        return text.toString();
    }
}
