package dev.laurel.assessment;

/**
 * How often two independent raters agreed on whether a criterion was met.
 *
 * @param share from 0 to 1
 * @param low lower end of the 95 % interval (Wilson)
 * @param high its upper end
 * @param n criteria rated by two
 */
public record DecisionAgreement(double share, double low, double high, int n) {}
