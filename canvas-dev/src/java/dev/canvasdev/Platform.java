package dev.canvasdev;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One LMS: a dress and what it remembers. The state is read and changed under one lock. */
final class Platform {

    private final Dress dress;
    private final PlatformState state;
    private final ReentrantLock lock;
    private final Runnable save;

    Platform(Dress dress, PlatformState state, ReentrantLock lock, Runnable save) {
        this.dress = dress;
        this.state = state;
        this.lock = lock;
        this.save = save;
    }

    Dress dress() {
        return dress;
    }

    PlatformState state() {
        return state;
    }

    <T extends @Nullable Object> T read(Function<PlatformState, T> work) {
        lock.lock();
        try {
            return work.apply(state);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #read}, and saves the state afterwards. */
    <T extends @Nullable Object> T change(Function<PlatformState, T> work) {
        lock.lock();
        try {
            T result = work.apply(state);
            save.run();
            return result;
        } finally {
            lock.unlock();
        }
    }

    Account account() {
        return Objects.requireNonNull(state.account);
    }

    Optional<Person> personByHat(String hat) {
        return state.people.stream().filter(p -> p.hat().equals(hat)).findFirst();
    }

    /** By the subject of messages, or by the LMS' own id. */
    Optional<Person> person(String subjectOrId) {
        return state.people.stream()
                .filter(p -> p.sub().equals(subjectOrId) || p.id().equals(subjectOrId))
                .findFirst();
    }

    Optional<Course> course(String id) {
        return read(s -> s.courses.stream().filter(c -> c.id.equals(id)).findFirst());
    }

    Course requireCourse(String id) {
        return course(id).orElseThrow(() -> new NotFoundException("There is no course " + id));
    }

    Optional<Tool> tool(String id) {
        return read(s -> s.tools.stream().filter(t -> t.id.equals(id)).findFirst());
    }

    Optional<Tool> toolOfClient(@Nullable String clientId) {
        return read(
                s -> s.tools.stream().filter(t -> t.clientId.equals(clientId)).findFirst());
    }

    /** The tool that pages offer when none is named: the first that is switched on. */
    Optional<Tool> anyTool() {
        return read(s -> s.tools.stream().filter(t -> t.enabled).findFirst());
    }

    /** The first signs; it is made when it is first needed. */
    List<PlatformKey> keys() {
        lock.lock();
        try {
            return state.keys.isEmpty() ? rotateKeys() : List.copyOf(state.keys);
        } finally {
            lock.unlock();
        }
    }

    PlatformKey signingKey() {
        return keys().get(0);
    }

    /** Signs with another key from now on; the old ones stay in the key set. */
    List<PlatformKey> rotateKeys() {
        return change(s -> {
            s.keys.add(0, PlatformKey.generate(dress.newKid()));
            return List.copyOf(s.keys);
        });
    }

    /** Takes all keys but the signing one out of the key set. */
    void forgetOldKeys() {
        change(s -> {
            s.keys = new ArrayList<>(s.keys.subList(0, 1));
            return null;
        });
    }
}
