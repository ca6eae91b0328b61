package dev.laurel.lti.check;

/** Tries one line; returns a finding whatever happens, and within the probe's time. */
interface LineCheck {

    CheckLine line();

    Finding run(CheckedPlace place, Probe probe);
}
