package dev.laurel;

import static org.awaitility.Awaitility.await;

import dev.canvasdev.CanvasDev;
import dev.laurel.support.Assessor;
import dev.laurel.support.Teacher;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work in every state, so that each page shows life at first sight: the people of canvas-dev do over HTTP what people
 * do, in the order in which it would have happened. Dana's first micro-credential is left for the newcomer.
 */
final class DemoLife {

    private static final Logger log = LoggerFactory.getLogger(DemoLife.class);
    static final String MAPPING = "lit-hfw-mapping";
    private static final String HINGE = "assess-hinge-questions";

    private final CanvasDev lms;
    private final String laurel;
    private final IntSupplier yearsPass;

    /** @param yearsPass has the badges of the first micro-credential end soon, and tells how many there are */
    DemoLife(CanvasDev lms, String laurel, IntSupplier yearsPass) {
        this.lms = lms;
        this.laurel = laurel;
        this.yearsPass = yearsPass;
    }

    /** Waits for the registration and then works, unless people have worked there before. */
    void begin() {
        if (!lms.awaitRegistered(Duration.ofMinutes(2))) {
            log.warn("The LMS did not register the tool: there will be no demonstration work");
            return;
        }
        boolean before = !((List<?>) lms.gradebook("canvas").get("cells")).isEmpty();
        if (!before) {
            try {
                work();
            } catch (RuntimeException e) {
                log.warn("The demonstration work stopped half-way; the rest works all the same", e);
            }
        }
        log.info(
                "Open {} to begin. Assessors sign in at {}/sign-in as luis, password demo-assessor.",
                lms.url(),
                laurel);
    }

    private void work() {
        log.info("People of the demonstration begin to work");
        Teacher.opens(lms, "canvas", "dana", HINGE)
                .starts()
                .providesEverything()
                .submitsForPartnersToo();
        assessor("mei").takesNext().findsEverythingMet();
        assessor("luis").takesNext().findsEverythingMet();
        Teacher.opens(lms, "canvas", "elena", MAPPING)
                .starts()
                .providesEverything()
                .submits();
        assessor("mei").takesNext().findsUnmet("C4");
        Teacher.opens(lms, "canvas", "marcus", MAPPING)
                .starts()
                .providesEverything()
                .submits();
        assessor("mei").takesNext().begins();
        Teacher.opens(lms, "canvas", "aisha", MAPPING).starts().provides(3);
        Teacher.opens(lms, "moodle", "marcus", MAPPING)
                .starts()
                .providesEverything()
                .submits();
        assessor("mei").takesNext().findsEverythingMet();
        Teacher.opens(lms, "moodle", "dana", MAPPING)
                .starts()
                .providesEverything()
                .submits();
        assessor("mei").takesNext().findsEverythingMet();
        await().atMost(Duration.ofSeconds(60)).until(() -> yearsPass.getAsInt() == 2);
        Teacher.opens(lms, "moodle", "dana", MAPPING).handsInRenewal();
        Teacher.opens(lms, "moodle", "aisha", HINGE).starts().provides(2);
        Teacher.opens(lms, "moodle", "ben", HINGE).starts().providesEverything().submitsForPartnersToo();
        assessor("mei").takesNext().findsEverythingMet();
        assessor("luis").takesNext().findsUnmet("C2");
        Teacher.opens(lms, "canvas", "ben", MAPPING)
                .starts()
                .providesEverything()
                .submits();
        log.info(
                "People of the demonstration have drafts, submissions, a case in scoring, a dispute, a not yet, badges and a"
                        + " renewal");
    }

    private Assessor assessor(String login) {
        return Assessor.signsIn(laurel, login, "demo-assessor");
    }
}
