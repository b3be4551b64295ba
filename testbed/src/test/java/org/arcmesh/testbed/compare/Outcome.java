package org.arcmesh.testbed.compare;

/**
 * How long a contender took in one run; infinite if it did not get there.
 *
 * @param detectedMillis from the cut until half of one half knew of it
 * @param mergedMillis from the heal until messages could reach all members again, and so for good
 * @param agreedMillis from the heal until all members had the same idea of their group, for good
 */
record Outcome(double detectedMillis, double mergedMillis, double agreedMillis) {}
