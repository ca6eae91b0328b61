package dev.laurel.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole application over HTTP at {@code laurel.base-url}, with a database of its own that holds the
 * sample catalogue and nothing else, and a data directory of its own. The
 * build runs these tests twice: on H2 and on PostgreSQL (system property {@code laurel.test.database}).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("database")
// The applications of a run end with its process: closing them would wait for databases that are gone by then.
@SpringBootTest(webEnvironment = WebEnvironment.DEFINED_PORT, properties = "spring.main.register-shutdown-hook=false")
@ContextConfiguration(initializers = TestSurroundings.class)
public @interface LaurelTest {}
