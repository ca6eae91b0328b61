package dev.laurel.system;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.UUID;

/** New identifiers: UUID version 7 (RFC 9562), so that rows made together lie together in an index. */
public final class Ids {

    private static final NoArgGenerator TIME_ORDERED = Generators.timeBasedEpochGenerator();

    private Ids() {}

    public static UUID next() {
        return TIME_ORDERED.generate();
    }
}
