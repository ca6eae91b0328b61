package dev.laurel.catalog;

import dev.laurel.system.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** A catalogue file that cannot be published; nothing of it was. Names every problem, so that one reading mends all. */
class InvalidCatalogueFile extends RuntimeException {

    private final transient List<CatalogueProblem> problems;

    InvalidCatalogueFile(List<CatalogueProblem> problems) {
        super(problems.stream().map(CatalogueProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    InvalidCatalogueFile(String source, String document, Fault fault) {
        this(List.of(new CatalogueProblem(source, document, "", fault)));
    }

    List<CatalogueProblem> problems() {
        return problems;
    }
}
