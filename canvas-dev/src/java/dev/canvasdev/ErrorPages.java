package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Pages that say what was wrong. */
@ControllerAdvice
final class ErrorPages {

    private final PageAdvice header;

    ErrorPages(PageAdvice header) {
        this.header = header;
    }

    @ExceptionHandler
    ModelAndView notFound(NotFoundException e, HttpServletRequest request, HttpServletResponse response) {
        return page(HttpStatus.NOT_FOUND, e.getMessage(), "", request, response);
    }

    @ExceptionHandler
    ModelAndView nothingHere(NoResourceFoundException e, HttpServletRequest request, HttpServletResponse response) {
        return page(HttpStatus.NOT_FOUND, "There is nothing at this address.", "", request, response);
    }

    @ExceptionHandler
    ModelAndView forbidden(ForbiddenException e, HttpServletRequest request, HttpServletResponse response) {
        return page(HttpStatus.FORBIDDEN, e.getMessage(), e.hat(), request, response);
    }

    @ExceptionHandler
    ModelAndView incomplete(
            MissingServletRequestParameterException e, HttpServletRequest request, HttpServletResponse response) {
        String text = "The parameter " + e.getParameterName() + " is missing.";
        return page(HttpStatus.BAD_REQUEST, text, "", request, response);
    }

    @ExceptionHandler
    ModelAndView refused(ByHand.Refused e, HttpServletRequest request, HttpServletResponse response) {
        return page(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(e.getMessage()), "", request, response);
    }

    private ModelAndView page(
            HttpStatus status, String text, String hat, HttpServletRequest request, HttpServletResponse response) {
        View view = header.view(request, response);
        String hatName = view.hats().stream()
                .filter(p -> p.hat().equals(hat))
                .map(Person::name)
                .findFirst()
                .orElse("");
        return new ModelAndView("error", Map.of("view", view, "text", text, "hat", hat, "hatName", hatName), status);
    }
}
