package org.arcmesh.bootstrap.mainline;

import static org.arcmesh.bootstrap.mainline.PrivateNodes.at;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.endpoints;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.get;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.look;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.print;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Times are printed; those asserted are bounds of the design, not measurements. */
@Tag("live")
class MainlineSpeedTest {
  private static final Bytes DEMO = ApplicationKey.ofName("demo").bytes();
  private static final Bytes OTHER = ApplicationKey.ofName("other").bytes();

  @RegisterExtension private final PrivateNodes nodes = new PrivateNodes();

  @Test
  void coldLookupsAreFast() throws Exception {
    for (int size : List.of(8, 60)) {
      int net = 100 + size;
      long began = System.nanoTime();
      PrivateDht dht = nodes.dht(net, size);
      print(size + " nodes started", began);
      began = System.nanoTime();
      get(dht.nodes().get(size / 2).announce(DEMO, 7000));
      print("announced", began);

      List<Double> millis = new ArrayList<>();
      List<Double> firstHint = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Mainline newcomer = nodes.node(at(net, 100 + i), dht.bootstrap());
        long asked = System.nanoTime();
        LookupResult result =
            get(newcomer.lookup(DEMO, hint -> firstHint.add((System.nanoTime() - asked) / 1e6)));
        millis.add((System.nanoTime() - asked) / 1e6);
        assertEquals(1, result.hints().size());
      }

      printDistribution(size + " nodes, cold lookup, first hint", firstHint);
      printDistribution(size + " nodes, cold lookup, end", millis);
      nodes.closeAll();
    }
  }

  @Test
  void withHalfOfTheNodesDeadLookupAndAnnounceEndInTimeAndFind() throws Exception {
    PrivateDht dht = nodes.dht(5, 16);
    get(dht.nodes().get(1).announce(DEMO, 7000));
    IntStream.range(8, 16).forEach(i -> dht.nodes().get(i).close());

    long began = System.nanoTime();
    LookupResult warm = look(dht.nodes().get(4), DEMO);
    double warmMillis = print("half dead, lookup by an old node", began);
    Mainline newcomer = nodes.node(at(5, 100), dht.bootstrap());
    began = System.nanoTime();
    LookupResult cold = look(newcomer, DEMO);
    double coldMillis = print("half dead, lookup by a newcomer", began);
    began = System.nanoTime();
    int stored = get(newcomer.announce(OTHER, 7100));
    double announceMillis = print("half dead, announce at " + stored, began);

    assertEquals(List.of(new Endpoint("127.77.5.2", 7000)), endpoints(warm));
    assertEquals(List.of(new Endpoint("127.77.5.2", 7000)), endpoints(cold));
    assertEquals(
        List.of(new Endpoint("127.77.5.100", 7100)), endpoints(look(dht.nodes().get(6), OTHER)));
    assertTrue(stored >= 4, "stored at " + stored);
    assertTrue(Math.max(Math.max(warmMillis, coldMillis), announceMillis) < 2_000);
  }

  private static void printDistribution(String what, List<Double> millis) {
    Collections.sort(millis);
    System.out.printf(
        "%s: p50 %.1f ms, p95 %.1f ms, max %.1f ms%n",
        what,
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 95 / 100),
        millis.get(millis.size() - 1));
  }
}
