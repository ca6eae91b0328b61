package dev.laurel.system;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.time.Instant;
import java.util.UUID;

/** New identifiers: UUID version 7 (RFC 9562), so that rows made together lie together in an index. */
public final class Ids {

    private static final NoArgGenerator TIME_ORDERED = Generators.timeBasedEpochGenerator();

    /** Without a memory of what it made last, so that moments may come in any order. */
    private static final TimeBasedEpochRandomGenerator OF_ANY_TIME = Generators.timeBasedEpochRandomGenerator();

    private Ids() {}

    public static UUID next() {
        return TIME_ORDERED.generate();
    }

    /** One that looks as if it had been made at that moment, which anybody can read out of it. */
    public static UUID asOf(Instant moment) {
        return OF_ANY_TIME.construct(moment.toEpochMilli());
    }
}
