package dev.laurel.recognition;

import java.util.List;
import java.util.stream.Collectors;

/** A file of rules that cannot be taken over; nothing of it was. Names every problem, so that one reading mends all. */
class InvalidRules extends RuntimeException {

    private final transient List<RulesProblem> problems;

    InvalidRules(List<RulesProblem> problems) {
        super(problems.stream().map(RulesProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    List<RulesProblem> problems() {
        return problems;
    }
}
