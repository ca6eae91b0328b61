package dev.laurel.system;

import java.time.Duration;

/**
 * Something that each node looks for every few seconds. Looking is one short query that writes nothing, and what is found is
 * claimed before it is worked on, so that no two nodes do the same. What is rarer, or what one node alone may do, is a
 * recurring task instead, which costs three statements each time.
 *
 * @param name for logs
 * @param every the pause between two looks
 * @param look looks, and does what is due
 */
public record Lookout(String name, Duration every, Runnable look) {}
