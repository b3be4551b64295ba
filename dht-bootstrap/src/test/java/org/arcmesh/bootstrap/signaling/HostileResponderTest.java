package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.arcmesh.bootstrap.mainline.Mainline;
import org.arcmesh.bootstrap.mainline.MainlineConfig;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes of a real private DHT that lie about who announced what. */
@Tag("live")
class HostileResponderTest {
  private static final int PORT = 16_884;
  private static final int LIARS = 4;
  private static final int LIES = 100;

  private final TestPeer asker = new TestPeer(9);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(asker));

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(0, resource);
    return resource;
  }

  private static Endpoint at(int host) {
    return new Endpoint("127.0.74." + host, PORT);
  }

  /** As near to the key as can be. */
  private static Bytes besideKey(int liar) {
    byte[] id = CHESS.bytes().toArray();
    id[19] ^= (byte) (1 + liar);
    return Bytes.wrap(id);
  }

  private static List<byte[]> lies(int liar) {
    List<byte[]> lies = new ArrayList<>();
    lies.add(HostileResponder.compact(127, 0, 74, 250, 0));
    IntStream.range(1, LIES)
        .mapToObj(lie -> HostileResponder.compact(127, 0, 75 + liar, lie, 7_000))
        .forEach(lies::add);
    return lies;
  }

  @Test
  void fourHundredLiesDoNotHideTheTruth() throws Exception {
    PrivateDht dht =
        opened(PrivateDht.start(IntStream.rangeClosed(1, 12).mapToObj(host -> at(host)).toList()));
    assertTrue(dht.nodes().get(3).announce(CHESS.bytes(), 7_000).join() >= 8);
    List<Endpoint> liars = new ArrayList<>();
    for (int liar = 0; liar < LIARS; liar++) {
      HostileResponder hostile =
          opened(new HostileResponder(at(100 + liar), besideKey(liar), lies(liar)));
      for (Mainline honest : dht.nodes()) {
        hostile.introduceTo(honest.localEndpoint());
      }
      liars.add(hostile.endpoint());
    }
    await().until(() -> dht.nodes().get(0).contacts(32).containsAll(liars));
    Mainline mainline =
        opened(Mainline.start(MainlineConfig.privateNode(at(50), List.of(dht.bootstrap()))));
    LiveDiscovery discovery =
        opened(
            new LiveDiscovery(Hellos.PATIENT, CHESS, MainlineLookup.of(mainline), Contacts.NONE));
    discovery.bind(asker);

    asker.run(discovery::lookup);
    await().until(() -> !asker.posted(LookedUp.class).isEmpty());

    assertEquals(List.of(new Found(new Endpoint("127.0.74.4", 7_000))), asker.posted(Found.class));
    DiscoveryStats stats = asker.call(discovery::stats);
    assertEquals((long) LIARS, stats.rejected().get("port"), () -> stats.toString());
  }
}
