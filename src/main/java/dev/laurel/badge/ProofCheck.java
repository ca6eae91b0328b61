package dev.laurel.badge;

import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import dev.laurel.badge.proof.CheckTime;
import dev.laurel.badge.proof.JwtCredential;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.Proof;
import jakarta.json.JsonObject;
import java.security.PublicKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Whether a credential was signed by its issuer: the proofs within it, or the signature of the token that it is. */
@Component
class ProofCheck {

    private final PublishedKeys keys;
    private final DatesCheck dates;

    ProofCheck(PublishedKeys keys, DatesCheck dates) {
        this.keys = keys;
        this.dates = dates;
    }

    /** A token's signature covers every byte; what its words mean still hangs on contexts that are known. */
    void ofToken(JwtCredential token, JsonObject credential, List<Check> checks, CheckTime time) {
        checks.add(WordsCheck.of(credential));
        Optional<String> contradiction = token.contradiction();
        checks.add(
                contradiction.isEmpty()
                        ? new Check(Step.PROOF, Outcome.PASSED, "token", "")
                        : new Check(Step.PROOF, Outcome.FAILED, "contradiction", contradiction.get()));
        String issuer = CredentialTerms.issuer(credential);
        PublishedKeys.Found found = keys.forToken(issuer, token, time);
        checks.add(keyCheck(found, issuer, token.kid().orElse(issuer)));
        PublicKey key = found.key();
        if (key != null) {
            checks.add(token.isBy(key) ? Check.passed(Step.SIGNATURE) : Check.failed(Step.SIGNATURE, "wrong"));
        }
    }

    void of(JsonObject credential, List<Check> checks, CheckTime time) {
        String issuer = CredentialTerms.issuer(credential);
        List<Tried> tried;
        try {
            tried = tried(credential, issuer, time);
        } catch (NotCoveredByProof e) {
            checks.add(
                    e.isEndless()
                            ? Check.failed(Step.CONTEXT, Verdict.ENDLESS)
                            : new Check(Step.CONTEXT, Outcome.FAILED, "not-covered", e.what()));
            return;
        } catch (Proof.Unreadable e) {
            checks.add(Check.failed(Step.PROOF, reason(e.reason())));
            return;
        }
        List<Proof> proofs = judged(tried);
        boolean words = proofs.stream().anyMatch(Proof::coversText);
        checks.add(words ? WordsCheck.of(credential) : Check.passed(Step.CONTEXT));
        if (proofs.stream()
                .anyMatch(proof -> proof.created().filter(dates::isAhead).isPresent())) {
            checks.add(Check.failed(Step.PROOF, "from-the-future"));
        } else if (proofs.stream()
                .anyMatch(proof -> proof.expires().filter(dates::isOver).isPresent())) {
            checks.add(Check.failed(Step.PROOF, "run-out"));
        } else {
            String kinds = proofs.stream().map(Proof::kind).distinct().collect(Collectors.joining(", "));
            checks.add(new Check(Step.PROOF, Outcome.PASSED, "passed", kinds));
        }
        checkKeys(tried, issuer, checks);
    }

    private record Tried(Proof proof, PublishedKeys.Found found) {

        private boolean isGenuine() {
            return found.multikey() != null && proof.isBy(found.multikey());
        }
    }

    private List<Tried> tried(JsonObject document, String issuer, CheckTime time)
            throws Proof.Unreadable, NotCoveredByProof {
        return Proof.of(document, method -> isSaidToBeTheirs(keys.forProof(issuer, method, time)), time).stream()
                .map(proof -> new Tried(proof, keys.forProof(issuer, proof.verificationMethod(), time)))
                .toList();
    }

    private static boolean isSaidToBeTheirs(PublishedKeys.Found found) {
        return found.answer() != PublishedKeys.Answer.NOT_THE_ISSUERS
                && found.answer() != PublishedKeys.Answer.NOT_LISTED;
    }

    /** Dates and words hang on the issuer's own proofs; where there is none, nothing speaks for the badge but the rest. */
    private static List<Proof> judged(List<Tried> tried) {
        List<Proof> theirs = tried.stream()
                .filter(each -> isSaidToBeTheirs(each.found()))
                .map(Tried::proof)
                .toList();
        return theirs.isEmpty() ? tried.stream().map(Tried::proof).toList() : theirs;
    }

    /**
     * Each proof whose key can be had has to be right. Others may have signed beside the issuer, which speaks neither for the
     * badge nor against it.
     */
    private void checkKeys(List<Tried> tried, String issuer, List<Check> checks) {
        Set<PublishedKeys.Answer> against =
                EnumSet.of(PublishedKeys.Answer.NOT_PUBLISHED, PublishedKeys.Answer.TAKEN_OUT);
        Tried told = tried.stream()
                .filter(each -> against.contains(each.found().answer()))
                .findFirst()
                .or(() -> tried.stream()
                        .filter(each -> each.found().multikey() != null)
                        .findFirst())
                .orElse(tried.get(0));
        checks.add(keyCheck(told.found(), issuer, told.proof().verificationMethod()));
        List<Tried> known =
                tried.stream().filter(each -> each.found().multikey() != null).toList();
        if (!known.isEmpty()) {
            checks.add(
                    known.stream().allMatch(Tried::isGenuine)
                            ? Check.passed(Step.SIGNATURE)
                            : Check.failed(Step.SIGNATURE, "wrong"));
        }
    }

    private static Check keyCheck(PublishedKeys.Found found, String issuer, String name) {
        return switch (found.answer()) {
            case FOUND -> new Check(Step.KEY, Outcome.PASSED, "passed", issuer);
            case NOT_THE_ISSUERS -> Check.failed(Step.KEY, "not-the-issuers");
            case NOT_PUBLISHED -> new Check(Step.KEY, Outcome.FAILED, "not-published", name);
            case TAKEN_OUT -> new Check(Step.KEY, Outcome.FAILED, "taken-out", name);
            case NOT_LISTED -> new Check(Step.KEY, Outcome.UNKNOWN, "not-listed", name);
            case NOT_REACHED -> new Check(Step.KEY, Outcome.UNKNOWN, "elsewhere", issuer);
        };
    }

    static String reason(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether the issuer itself signed a list of status: every proof whose key can be had is right, and there is one.
     *
     * @throws NotCoveredByProof when a part of it would not be covered
     * @throws Proof.Unreadable when it has no proof that can be judged
     */
    boolean isGenuine(JsonObject list, String issuer, CheckTime time) throws Proof.Unreadable, NotCoveredByProof {
        List<Tried> known = tried(list, issuer, time).stream()
                .filter(each -> each.found().multikey() != null)
                .toList();
        return CredentialTerms.issuer(list).equals(issuer)
                && !known.isEmpty()
                && known.stream().allMatch(Tried::isGenuine);
    }

    /** The same of a list that is a token. */
    boolean isGenuine(JwtCredential token, String issuer, CheckTime time) {
        PublicKey key = keys.forToken(issuer, token, time).key();
        return CredentialTerms.issuer(token.credential()).equals(issuer)
                && token.signer().map(issuer::equals).orElse(true)
                && key != null
                && token.isBy(key);
    }

    /** What is said of a token that cannot be read. */
    static Outcome outcome(JwtCredential.Unreadable unreadable) {
        return unreadable.reason() == JwtCredential.Unreadable.Reason.UNKNOWN_ALGORITHM
                ? Outcome.UNKNOWN
                : Outcome.FAILED;
    }
}
