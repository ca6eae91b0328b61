package dev.laurel.lti.launch;

import dev.laurel.support.CookieWitness;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/** One application for all tests of launches: {@link ProbePages}, and what looks on or stands in the way when told to. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Import({ProbePages.class, CookieWitness.class, HeardCopies.class, UnpartitionedCookies.class})
public @interface WithProbePages {}
