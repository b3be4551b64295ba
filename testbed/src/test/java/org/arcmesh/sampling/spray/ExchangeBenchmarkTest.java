package org.arcmesh.sampling.spray;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExchangeBenchmarkTest {

  /** What is measured must be exchanges, not refusals. */
  @Test
  void theMeasuredExchangesMoveArcsAndKeepTheirNumber() {
    ExchangeBenchmark benchmark = new ExchangeBenchmark();
    benchmark.peers = 100;
    benchmark.populate();
    int before = benchmark.arcs();

    for (int i = 0; i < 1_000; i++) {
      benchmark.exchange();
    }

    assertEquals(before, benchmark.arcs());
    assertEquals(1_000, benchmark.completed());
  }
}
