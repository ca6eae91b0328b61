package dev.laurel.system;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A page goes to its socket in one piece. Tomcat's own buffer of 8 KB makes four system calls of the module page, and a
 * system call is the dearest single thing that a launch does; {@code server.tomcat.max-connections} bounds what the
 * buffers of open connections may take.
 */
@Configuration(proxyBeanMethods = false)
class WholeAnswers {

    private static final int BYTES = 32 * 1024;

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> buffersForWholeAnswers() {
        return server -> server.addConnectorCustomizers(
                connector -> connector.setProperty("socket.appWriteBufSize", Integer.toString(BYTES)));
    }
}
