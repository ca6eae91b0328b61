/** LTI Dynamic Registration 1.0: a platform's administrator opens one address and the two sides know each other. */
@NullMarked
package dev.laurel.lti.registration;

import org.jspecify.annotations.NullMarked;
