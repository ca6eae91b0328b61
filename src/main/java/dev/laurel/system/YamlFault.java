package dev.laurel.system;

import dev.laurel.system.YamlDocuments.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Why a stream of YAML cannot be read, in words for whoever wrote it: the place, what its line says, and how it is mended. What the
 * parser says of its own inside stays there; only which of its complaints it is decides the words.
 */
final class YamlFault {

    private static final int MOST_OF_A_LINE = 80;

    private final String text;
    private final String[] lines;

    private YamlFault(String text) {
        this.text = text;
        this.lines = text.split("\\R", -1);
    }

    /** @param problem as the parser tells it while it reads {@code yaml} */
    static Fault of(byte[] yaml, JacksonException problem) {
        CharBuffer decoded = CharBuffer.allocate(yaml.length + 1);
        boolean malformed = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(yaml), decoded, true)
                .isError();
        YamlFault fault = new YamlFault(decoded.flip().toString());
        int foreign = fault.foreignCharacter();
        if (foreign >= 0) {
            return fault.at("characters", fault.place(foreign));
        }
        if (malformed) {
            return fault.at("encoding", fault.place(fault.text.length()));
        }
        if (problem instanceof StreamConstraintsException) {
            return Fault.of("system.fault.yaml.deep");
        }
        return problem.getCause() instanceof MarkedYamlEngineException told
                ? fault.complaint(told)
                : fault.field(problem);
    }

    /** The first character that only files of other kinds have; -1 without one. */
    private int foreignCharacter() {
        return text.chars()
                .filter(c -> Character.isISOControl(c) && "\n\r\t\u0085".indexOf(c) < 0 || c >= '\uFFFE')
                .mapToObj(text::indexOf)
                .findFirst()
                .orElse(-1);
    }

    /** The name of a field that stands there twice, or that is none. */
    private Fault field(JacksonException problem) {
        TokenStreamLocation at = problem.getLocation();
        String told = String.valueOf(problem.getOriginalMessage());
        String kind = told.startsWith("Duplicate") ? "twice" : told.contains("property name") ? "name" : "other";
        return at(kind, beginning(at == null ? 1 : at.getLineNr()));
    }

    private Fault complaint(MarkedYamlEngineException told) {
        Place at = place(told.getProblemMark());
        Place began = told.getContextMark().isPresent() ? place(told.getContextMark()) : at;
        String context = told.getContext() == null ? "" : told.getContext();
        String problem = told.getProblem();
        char here = character(at);
        for (int line = 1; line <= at.line(); line++) {
            if (line(line).startsWith("%")) {
                return at("sign", new Place(line, 1));
            }
        }
        if (here == '\t') {
            return at("tab", at);
        } else if (context.matches(".*(alias|anchor|tag|directive).*")) {
            return at("sign", began);
        } else if (problem.matches(".*(cannot start any token|mapping keys are not allowed).*")) {
            return at("sign", at);
        } else if (context.contains("quoted scalar")) {
            return at(problem.contains("unexpected") ? "quote" : "escape", began);
        } else if (context.contains("simple key")) {
            return at("colon", began);
        } else if (problem.contains("mapping values are not allowed")) {
            return line(at.line()).lastIndexOf(": ", at.column() - 2) < 0
                    ? at("indent", beginning(at.line()))
                    : at("colons", at);
        } else if (context.contains("block scalar")) {
            return at("block", began);
        } else if (problem.contains("<document start>")) {
            return at("document", at);
        } else if (here == ']' || here == '}') {
            return at("closed", at);
        } else if (context.contains("flow node")) {
            return at("comma", at);
        } else if (context.contains("flow")) {
            return at("bracket", began);
        } else if (problem.contains("<block end>")) {
            return afterBlock(context + " " + problem, at);
        }
        return at("other", at);
    }

    /** Something stands where a group of fields or a list goes on or ends. */
    private Fault afterBlock(String told, Place at) {
        int before =
                line(at.line()).substring(0, at.column() - 1).stripTrailing().length();
        char last = before == 0 ? ' ' : line(at.line()).charAt(before - 1);
        if (last == '"' || last == '\'') {
            return at("quoted", at);
        }
        if (last == ']' || last == '}') {
            return at("sign", new Place(at.line(), line(at.line()).indexOf(last == ']' ? '[' : '{') + 1));
        }
        boolean list = told.contains("block collection") || told.contains("'-'");
        return at(list ? "list" : "indent", at);
    }

    private Fault at(String kind, Place place) {
        String line = line(place.line()).strip();
        String shown = line.length() <= MOST_OF_A_LINE ? line : line.substring(0, MOST_OF_A_LINE) + "…";
        return Fault.of(
                "system.fault.yaml." + kind,
                place.line(),
                place.column(),
                shown.replaceAll("\\p{Cntrl}", " "),
                character(place));
    }

    private String line(int number) {
        return number <= lines.length ? lines[number - 1] : "";
    }

    private char character(Place place) {
        String line = line(place.line());
        int index = place.column() - 1;
        return index < line.length() ? line.charAt(index) : ' ';
    }

    /** Where the words of a line begin. */
    private Place beginning(int number) {
        String line = line(number);
        return new Place(number, line.length() - line.stripLeading().length() + 1);
    }

    private Place place(int index) {
        String[] before = text.substring(0, index).split("\\R", -1);
        return new Place(before.length, before[before.length - 1].length() + 1);
    }

    private static Place place(Optional<Mark> mark) {
        return mark.map(found -> new Place(found.getLine() + 1, found.getColumn() + 1))
                .orElse(new Place(1, 1));
    }
}
