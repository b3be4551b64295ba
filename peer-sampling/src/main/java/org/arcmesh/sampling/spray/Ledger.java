package org.arcmesh.sampling.spray;

/**
 * The running counts of a {@link SprayLedger}, whose components explain them; a peer that exchanges
 * six arcs every 30 s overflows them after three hundred years.
 */
final class Ledger {
  int joined;
  int introduced;
  int duplicated;
  int dropped;
  int offered;
  int obtained;
  int taken;
  int returned;
  int unsettled;
  int refused;

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
