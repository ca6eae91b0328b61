/** Who may do what, and who learns what of whom: all routes at once, from the outside. */
package dev.laurel.access;
