package dev.canvasdev;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Ends the connection of a request that asks for it, without a byte of an answer. */
@Component
final class BrokenConnections implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    static final String WANTED = BrokenConnections.class.getName();

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addEngineValves(new ValveBase(true) {
            @Override
            public void invoke(Request request, Response response) throws IOException, ServletException {
                getNext().invoke(request, response);
                if (request.getAttribute(WANTED) != null) {
                    response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
                }
            }
        });
    }
}
