package dev.laurel.person;

import org.jspecify.annotations.Nullable;

/** A person as we know them; name and address are what a platform told us and may be missing. Prints its id only. */
public record Person(
        PersonId id, @Nullable String name, @Nullable String email) {

    @Override
    public String toString() {
        return "Person[" + id.value() + "]";
    }
}
