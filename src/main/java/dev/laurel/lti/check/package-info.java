/** The connection check: tries everything that a platform and this tool need of each other, and says what to mend. */
@NamedInterface("check")
@NullMarked
package dev.laurel.lti.check;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
