/**
 * canvas-dev, a small learning management system for developing against: a real LTI 1.3 platform over HTTP in two
 * dresses, Canvas and Moodle. It shares no code with the tool, so that mistakes cannot cancel out.
 */
@NullMarked
package dev.canvasdev;

import org.jspecify.annotations.NullMarked;
