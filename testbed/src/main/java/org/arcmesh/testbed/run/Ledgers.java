package org.arcmesh.testbed.run;

import org.arcmesh.sampling.Sampler;
import org.arcmesh.sampling.spray.Spray;
import org.arcmesh.sampling.spray.SprayLedger;
import org.arcmesh.testbed.report.Report;

/** Where all arcs of a run came from and went: those of every peer that ever was. */
final class Ledgers {
  private SprayLedger total = SprayLedger.EMPTY;

  /** The ledger of one peer; to be taken on its thread. */
  static SprayLedger of(Sampler<?> sampler) {
    return sampler instanceof Spray spray ? spray.ledger() : SprayLedger.EMPTY;
  }

  void add(SprayLedger ledger) {
    total = total.plus(ledger);
  }

  /**
   * The invariant of all samplers: exchanges move arcs. Both sides may claim only arcs of exchanges
   * that are open, or whose link died under them.
   */
  void requireConservation() {
    boolean conserved =
        total.claimedTwice() >= 0
            && total.claimedTwice() <= total.lent() + total.unsettled()
            && total.claimedByNobody() >= 0;
    if (!conserved) {
      throw new AssertionError("arcs are not conserved: " + total);
    }
  }

  /** Only Spray has a ledger, and nobody can tell what is not written down. */
  void putAll(Report report) {
    if (!total.equals(SprayLedger.EMPTY)) {
      report.put("arcsUnsettled", total.unsettled());
    }
  }
}
