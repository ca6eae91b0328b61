/** Login, launch and the windows that launches open: what a browser or a notice brings from the platform is verified here. */
@NullMarked
package dev.laurel.lti.launch;

import org.jspecify.annotations.NullMarked;
