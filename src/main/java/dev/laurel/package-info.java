@NullMarked
package dev.laurel;

import org.jspecify.annotations.NullMarked;
