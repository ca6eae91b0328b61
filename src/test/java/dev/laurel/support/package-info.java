/** What tests of several modules share: an HTTP browser and ways to walk through a launch. */
@NullMarked
package dev.laurel.support;

import org.jspecify.annotations.NullMarked;
