package dev.laurel.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pages in Chromium: see {@link Browser}. The build runs these tests once, on H2: what a page looks like does not depend on
 * the database, and the same steps over HTTP run on both.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("browser")
@ExtendWith(Browser.class)
public @interface InBrowser {}
