package dev.canvasdev;

import java.util.Map;
import org.springframework.web.util.HtmlUtils;

/** A page whose form posts itself on, as LMSs carry messages through the browser; with a button where scripts are off. */
final class SelfPostingForm {

    private SelfPostingForm() {}

    static Answer to(String action, Map<String, String> fields) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<title>Opening the tool</title></head><body>\n<form method=\"post\" action=\"");
        html.append(HtmlUtils.htmlEscape(action, "UTF-8")).append("\">\n");
        fields.forEach((name, value) -> html.append("<input type=\"hidden\" name=\"")
                .append(HtmlUtils.htmlEscape(name, "UTF-8"))
                .append("\" value=\"")
                .append(HtmlUtils.htmlEscape(value, "UTF-8"))
                .append("\">\n"));
        html.append("<noscript><button>Continue to the tool</button></noscript></form>\n"
                + "<script>document.forms[0].submit()</script></body></html>\n");
        return Answer.of(200, "text/html; charset=utf-8", html.toString()).header("Cache-Control", "no-store");
    }
}
