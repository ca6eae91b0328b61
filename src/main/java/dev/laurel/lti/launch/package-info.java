/** Login, launch and the windows that launches open: what a browser brings from the platform is verified here. */
@NullMarked
package dev.laurel.lti.launch;

import org.jspecify.annotations.NullMarked;
