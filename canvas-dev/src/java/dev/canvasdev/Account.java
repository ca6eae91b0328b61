package dev.canvasdev;

/**
 * The institution: Canvas' root account, Moodle's site.
 *
 * @param ltiId the LTI context id of the account, 40 hexadecimal characters in Canvas
 */
record Account(String id, String ltiId, String name, String description, String guid) {}
