package org.arcmesh.testbed.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.arcmesh.bootstrap.signaling.NodeSockets;
import org.arcmesh.testbed.report.Report;

/** How many WebSockets there were between signaling nodes, over time. */
final class SocketLog {
  private static final long ANSWER_SECONDS_MAX = 10;

  private final List<Entry> entries = new ArrayList<>();

  private record Entry(double atMillis, int open, long opened) {}

  /** What all nodes say now; one that has just left does not answer. */
  void add(double atMillis, List<CompletableFuture<NodeSockets>> nodes) {
    List<NodeSockets> answers =
        nodes.stream()
            .map(
                node ->
                    node.orTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                        .exceptionally(cause -> null)
                        .join())
            .filter(Objects::nonNull)
            .toList();
    note(
        atMillis,
        answers.stream().mapToInt(NodeSockets::open).sum(),
        answers.stream().mapToLong(NodeSockets::opened).sum());
  }

  /** What is as it was at the last look is not written down again. */
  private void note(double atMillis, int open, long opened) {
    Entry last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
    if (last == null || last.open() != open || last.opened() != opened) {
      entries.add(new Entry(atMillis, open, opened));
    }
  }

  void putAll(Report report) {
    Entry last = entries.get(entries.size() - 1);
    report.put("discovery.nodeSockets.open", last.open());
    report.put("discovery.nodeSockets.opened", last.opened());
    ArrayNode list = report.putList("discovery.nodeSockets.list");
    for (Entry entry : entries) {
      list.addObject()
          .put("atMs", entry.atMillis())
          .put("open", entry.open())
          .put("opened", entry.opened());
    }
  }
}
