package dev.laurel.recognition;

import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Stack;
import java.util.List;
import java.util.Locale;

/** What a rule speaks of. Rules that say it more closely come before others. */
public sealed interface Scope {

    /** Whether the rule speaks of this. */
    boolean fits(Offer offer);

    /** 0 for the closest. */
    int distance();

    /** Whether both may speak of the same thing, and equally closely. */
    default boolean overlaps(Scope other) {
        if (this instanceof Every every && other instanceof Every all) {
            return every.stacks() == all.stacks();
        }
        if (this instanceof Named named && other instanceof Named also) {
            return named.stacks() == also.stacks() && named.ids().stream().anyMatch(also.ids()::contains);
        }
        if (this instanceof Issuers issuers && other instanceof Issuers also) {
            return issuers.of().meets(also.of())
                    && issuers.names().stream().anyMatch(name -> holds(also.names(), name));
        }
        return this instanceof Tags tags
                && other instanceof Tags also
                && tags.of().meets(also.of())
                && tags.tags().stream().anyMatch(tag -> holds(also.tags(), tag));
    }

    /**
     * What can have value: a micro-credential or a stack, by what scopes look at.
     *
     * @param issuer its name; of a badge from elsewhere the id by which its issuer was verified
     */
    record Offer(String id, boolean stack, String issuer, List<String> tags, int creditedHours) {

        public Offer {
            tags = List.copyOf(tags);
        }

        public static Offer of(Achievement achievement) {
            if (achievement instanceof Stack stack) {
                return of(stack);
            }
            return of((MicroCredential) achievement);
        }

        public static Offer of(MicroCredential credential) {
            return new Offer(
                    credential.id().value(),
                    false,
                    credential.issuer().name(),
                    credential.badge().tags(),
                    credential.hours().credited());
        }

        public static Offer of(Stack stack) {
            return new Offer(
                    stack.id().value(),
                    true,
                    stack.issuer().name(),
                    stack.badge().tags(),
                    stack.creditedHours());
        }
    }

    /** Every micro-credential, or every stack. */
    record Every(boolean stacks) implements Scope {
        @Override
        public boolean fits(Offer offer) {
            return offer.stack() == stacks;
        }

        @Override
        public int distance() {
            return 4;
        }
    }

    /** Those micro-credentials, or those stacks, whatever their version. */
    record Named(boolean stacks, List<String> ids) implements Scope {

        public Named {
            ids = List.copyOf(ids);
        }

        @Override
        public boolean fits(Offer offer) {
            return offer.stack() == stacks && ids.contains(offer.id());
        }

        @Override
        public int distance() {
            return 0;
        }
    }

    /** Of which offers a scope speaks that names neither. */
    enum Of {
        MICRO_CREDENTIALS,
        STACKS,
        BOTH;

        boolean meets(Of other) {
            return this == BOTH || other == BOTH || this == other;
        }

        boolean fits(Offer offer) {
            return this == BOTH || offer.stack() == (this == STACKS);
        }
    }

    /** Everything of those issuers. @param names or ids by which issuers elsewhere were verified */
    record Issuers(List<String> names, Of of) implements Scope {

        public Issuers {
            names = List.copyOf(names);
        }

        @Override
        public boolean fits(Offer offer) {
            return of.fits(offer)
                    && (holds(names, offer.issuer())
                            || names.stream().anyMatch(name -> IssuerIds.same(name, offer.issuer())));
        }

        @Override
        public int distance() {
            return 2;
        }
    }

    /** Everything whose badge has one of those tags. */
    record Tags(List<String> tags, Of of) implements Scope {

        public Tags {
            tags = List.copyOf(tags);
        }

        @Override
        public boolean fits(Offer offer) {
            return of.fits(offer) && offer.tags().stream().anyMatch(tag -> holds(tags, tag));
        }

        @Override
        public int distance() {
            return 3;
        }
    }

    private static boolean holds(List<String> words, String word) {
        String folded = word.strip().toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(folded));
    }
}
