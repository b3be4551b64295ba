package org.arcmesh.sampling.spray;

/** The running counts of a {@link SprayLedger}; its components explain them. */
final class Ledger {
  long joined;
  long introduced;
  long duplicated;
  long dropped;
  long offered;
  long obtained;
  long taken;
  long returned;
  long unsettled;
  long refused;

  SprayLedger snapshot(int lent) {
    return new SprayLedger(
        joined,
        introduced,
        duplicated,
        dropped,
        offered,
        obtained,
        taken,
        returned,
        lent,
        unsettled,
        refused);
  }
}
