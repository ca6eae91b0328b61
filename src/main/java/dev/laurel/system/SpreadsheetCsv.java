package dev.laurel.system;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV that opens in a spreadsheet (RFC 4180, UTF-8 with a mark, as Excel wants it) and executes nothing there: what would
 * begin a formula is text.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP, CSV injection</a>
 */
public final class SpreadsheetCsv implements Closeable {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String STARTS_A_FORMULA = "=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20";

    private final CsvWriter csv;

    /** @param out is closed with this */
    public SpreadsheetCsv(OutputStream out) throws IOException {
        this(out, ',', true);
    }

    /**
     * For systems that want another separator, or no mark.
     *
     * @param out is closed with this
     * @param marked whether the file begins with the mark by which Excel knows UTF-8
     */
    public SpreadsheetCsv(OutputStream out, char separator, boolean marked) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        if (marked) {
            writer.write(BYTE_ORDER_MARK);
        }
        this.csv = CsvWriter.builder()
                .fieldSeparator(separator)
                .lineDelimiter(LineDelimiter.CRLF)
                .build(writer);
    }

    /** One row; null is an empty cell. */
    public void row(@Nullable String... cells) {
        List<String> safe =
                Arrays.stream(cells).map(cell -> cell == null ? "" : text(cell)).toList();
        csv.writeRecord(safe);
    }

    /** As a cell: with an apostrophe before what a spreadsheet would take for the beginning of a formula. */
    public static String text(String cell) {
        String shown = cell.stripLeading();
        boolean formula = !cell.isEmpty() && STARTS_A_FORMULA.indexOf(cell.charAt(0)) >= 0
                || !shown.isEmpty() && STARTS_A_FORMULA.indexOf(shown.charAt(0)) >= 0;
        return formula ? "'" + cell : cell;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
