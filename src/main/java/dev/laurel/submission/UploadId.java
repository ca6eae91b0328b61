package dev.laurel.submission;

import java.util.UUID;

/** One file on its way. */
record UploadId(UUID value) {}
