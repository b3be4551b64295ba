package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.arcmesh.bootstrap.signaling.NodeSockets;
import org.arcmesh.testbed.report.Report;
import org.junit.jupiter.api.Test;

class SocketLogTest {
  private final SocketLog log = new SocketLog();

  @Test
  void theSumOverAllNodesIsListedWhenItChanges() {
    look(0, 0, 0);
    look(250, 0, 0);
    look(500, 1, 1);
    look(750, 0, 1);
    look(1_000, 0, 1);

    Report report = new Report();
    log.putAll(report);

    assertEquals(0, report.number("discovery.nodeSockets.open").orElseThrow());
    assertEquals(1, report.number("discovery.nodeSockets.opened").orElseThrow());
    assertEquals(
        "[{\"atMs\":0.0,\"open\":0,\"opened\":0},{\"atMs\":500.0,\"open\":1,\"opened\":1},"
            + "{\"atMs\":750.0,\"open\":0,\"opened\":1}]",
        report.json().at("/discovery/nodeSockets/list").toString());
  }

  private void look(double atMillis, int open, long opened) {
    NodeSockets idle = new NodeSockets(0, 0);
    NodeSockets busy = new NodeSockets(open, opened);
    log.add(
        atMillis,
        List.of(CompletableFuture.completedFuture(idle), CompletableFuture.completedFuture(busy)));
  }
}
