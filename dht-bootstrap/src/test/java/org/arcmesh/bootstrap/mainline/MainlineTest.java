package org.arcmesh.bootstrap.mainline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.at;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.endpoints;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.get;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.look;
import static org.arcmesh.bootstrap.mainline.PrivateNodes.print;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes on loopback find what others announce. */
@Tag("live")
class MainlineTest {
  private static final Bytes DEMO = ApplicationKey.ofName("demo").bytes();
  private static final Bytes OTHER = ApplicationKey.ofName("other").bytes();
  private static final Duration MS_5 = Duration.ofMillis(5);

  private static final String ID = "2:id20:abcdefghij0123456789";

  /** The examples of BEP 5. */
  private static final List<String> QUERIES =
      List.of(
          "d1:ad" + ID + "e1:q4:ping1:t2:aa1:y1:qe",
          "d1:ad" + ID + "6:target20:mnopqrstuvwxyz123456e1:q9:find_node1:t2:aa1:y1:qe",
          "d1:ad" + ID + "9:info_hash20:mnopqrstuvwxyz123456e1:q9:get_peers1:t2:aa1:y1:qe",
          "d1:ad"
              + ID
              + "9:info_hash20:mnopqrstuvwxyz1234564:porti6881e5:token8:aoeusnthe"
              + "1:q13:announce_peer1:t2:aa1:y1:qe",
          "d1:rd" + ID + "5:nodes26:abcdefghij012345678912345664:tokene1:t6:aaaaaa1:y1:re",
          "d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee");

  @RegisterExtension private final PrivateNodes nodes = new PrivateNodes();

  @Test
  void whatOneNodeAnnouncesAnotherFinds() throws Exception {
    PrivateDht dht = nodes.dht(1, 8);
    Mainline announcer = dht.nodes().get(2);
    Mainline seeker = dht.nodes().get(6);

    int stored = get(announcer.announce(DEMO, 7000));
    List<Hint> streamed = new CopyOnWriteArrayList<>();
    LookupResult result = get(seeker.lookup(DEMO, streamed::add));

    Endpoint expected = new Endpoint(announcer.localEndpoint().host(), 7000);
    assertEquals(7, stored);
    assertEquals(7, result.responders());
    assertEquals(List.of(expected), endpoints(result));
    assertEquals(List.of(expected, expected), streamed.stream().map(Hint::endpoint).toList());
    assertEquals(2, streamed.get(1).responders().size());
  }

  @Test
  void twoApplicationsDoNotMix() throws Exception {
    PrivateDht dht = nodes.dht(2, 8);

    get(dht.nodes().get(1).announce(DEMO, 7001));
    get(dht.nodes().get(2).announce(OTHER, 7002));

    assertEquals(
        List.of(new Endpoint("127.77.2.2", 7001)), endpoints(look(dht.nodes().get(5), DEMO)));
    assertEquals(
        List.of(new Endpoint("127.77.2.3", 7002)), endpoints(look(dht.nodes().get(5), OTHER)));
  }

  @Test
  void aNodeThatBeginsWithOneAddressKnowsOthersWithinASecond() throws Exception {
    PrivateDht dht = nodes.dht(3, 8);

    long began = System.nanoTime();
    Mainline node = nodes.node(at(3, 100), dht.bootstrap());
    await().atMost(Duration.ofSeconds(1)).pollInterval(MS_5).until(() -> node.knownNodes() == 8);

    print("a node that began with one address knows all 8", began);
  }

  @Test
  void theOnlyNodeIsItsOwnDht() throws Exception {
    Mainline first = nodes.node(at(4, 1));

    int stored = get(first.announce(DEMO, 7000));
    Mainline second = nodes.node(at(4, 2), first.localEndpoint());
    LookupResult result = look(second, DEMO);

    assertEquals(0, stored);
    assertEquals(1, result.responders());
    assertEquals(List.of(new Endpoint("127.77.4.1", 7000)), endpoints(result));
  }

  @Test
  void aNodeJoinsWhenItsBootstrapHostComesUpLater() throws Exception {
    Mainline early = nodes.node(at(7, 1), at(7, 66));
    get(early.joined());

    Mainline late = nodes.node(at(7, 66));

    await().atMost(Duration.ofSeconds(8)).until(() -> early.knownNodes() == 1);
    await().atMost(Duration.ofSeconds(8)).until(() -> late.knownNodes() == 1);
  }

  @Test
  void withoutALivingBootstrapHostALookupEndsEmptyAndInTime() throws Exception {
    Mainline alone = nodes.node(at(6, 1), at(6, 66));

    long began = System.nanoTime();
    LookupResult result = look(alone, DEMO);
    double millis = print("no bootstrap host alive, lookup", began);

    assertEquals(new LookupResult(List.of(), 0), result);
    assertTrue(millis < 3_000);
  }

  @Test
  void manyLookupsOfOneNodeAllFind() throws Exception {
    PrivateDht dht = nodes.dht(14, 3);
    get(dht.nodes().get(2).announce(DEMO, 7000));
    Mainline busy = dht.nodes().get(1);

    for (int round = 0; round < 10; round++) {
      List<CompletableFuture<LookupResult>> all =
          IntStream.range(0, 50).mapToObj(i -> busy.lookup(DEMO, hint -> {})).toList();
      for (CompletableFuture<LookupResult> each : all) {
        assertEquals(1, get(each).hints().size());
      }
    }
  }

  @Test
  void lookupsOverTheBoundFailAtOnce() throws Exception {
    Mainline alone = nodes.node(at(12, 1), at(12, 66));
    int bound = Lookups.RUNNING_MAX + Lookups.WAITING_MAX;

    List<CompletableFuture<LookupResult>> all =
        IntStream.rangeClosed(1, bound + 20).mapToObj(i -> alone.lookup(DEMO, hint -> {})).toList();

    // The node's own attempt to join is one of those in progress.
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> get(all.get(bound - 1)));
    assertEquals("over 64 lookups wait already", failed.getCause().getMessage());
    await().until(() -> all.stream().filter(CompletableFuture::isDone).count() == 21);
  }

  @Test
  void anExceptionOfTheListenerFailsTheLookup() throws Exception {
    PrivateDht dht = nodes.dht(15, 2);
    get(dht.nodes().get(0).announce(DEMO, 7000));
    IllegalArgumentException thrown = new IllegalArgumentException("of the listener");

    CompletableFuture<LookupResult> result =
        dht.nodes()
            .get(1)
            .lookup(
                DEMO,
                hint -> {
                  throw thrown;
                });

    ExecutionException failed = assertThrows(ExecutionException.class, () -> get(result));
    assertEquals(thrown, failed.getCause());
  }

  @Test
  void aFullStorageTakesNoMore() throws Exception {
    Mainline full =
        nodes.opened(Mainline.start(MainlineConfig.privateNode(at(16, 1), List.of()), 3));
    Mainline announcer = nodes.node(at(16, 2), full.localEndpoint());

    List<Integer> stored = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      stored.add(get(announcer.announce(ApplicationKey.ofName("app " + i).bytes(), 7000)));
    }

    assertEquals(List.of(1, 1, 1, 0, 0), stored);
    assertEquals(1, look(announcer, DEMO).responders());
  }

  @Test
  void garbageDoesNotDisturbANode() throws Exception {
    PrivateDht dht = nodes.dht(17, 3);
    get(dht.nodes().get(0).announce(DEMO, 7000));
    Mainline target = dht.nodes().get(1);
    long seed = System.nanoTime();
    System.out.println("garbage of seed " + seed);
    Random random = new Random(seed);

    try (DatagramSocket stranger = new DatagramSocket(Addresses.socketAddress(at(17, 99)))) {
      for (int i = 0; i < 20_000; i++) {
        byte[] packet = QUERIES.get(i % QUERIES.size()).getBytes(ISO_8859_1);
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
          packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
        }
        int length = 1 + random.nextInt(packet.length);
        stranger.send(
            new DatagramPacket(packet, length, Addresses.socketAddress(target.localEndpoint())));
      }
    }

    LookupResult result = look(target, DEMO);
    assertEquals(2, result.responders());
    assertEquals(List.of(new Endpoint("127.77.17.1", 7000)), endpoints(result));
  }
}
