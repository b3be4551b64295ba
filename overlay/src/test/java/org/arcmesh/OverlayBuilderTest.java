package org.arcmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.arcmesh.broadcast.delivery.DeliveryConfig;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Endpoint;
import org.arcmesh.n2n.SignalingConfig;
import org.arcmesh.webrtc.WebRtcConfig.IceServer;
import org.junit.jupiter.api.Test;

class OverlayBuilderTest {
  @Test
  void anApplicationIsAllThatHasToBeNamed() {
    OverlaySettings settings = Overlay.builder().application("demo").settings();

    assertEquals(ApplicationKey.ofName("demo"), settings.application());
    assertEquals(DhtUse.PUBLIC, settings.dhtUse());
    assertEquals(SignalingConfig.DEFAULT.maxLinks(), settings.maxLinks());
    assertNull(settings.serving().listen());
    assertNull(settings.state());
  }

  @Test
  void anInfohashIsAnApplicationKeyAsItIs() {
    String infohash = "00112233445566778899aabbccddeeff00112233";

    OverlaySettings settings = Overlay.builder().infohash(infohash).settings();

    assertEquals(infohash, settings.application().toString());
  }

  @Test
  void keepsWhatIsGivenInSeveralCalls() {
    OverlaySettings settings =
        Overlay.builder()
            .application("demo")
            .dht("127.0.1.1:6881", "127.0.1.2:6881")
            .dht(new Endpoint("127.0.1.3", 6881))
            .settings();

    assertEquals(
        List.of("127.0.1.1:6881", "127.0.1.2:6881", "127.0.1.3:6881"),
        settings.dht().stream().map(Endpoint::toString).toList());
  }

  @Test
  void serversForIceAreReadAsUsersWriteThem() {
    OverlaySettings settings =
        Overlay.builder()
            .application("demo")
            .iceServer("stun:stun.example.org:3478")
            .iceServer("turn:alice:p@ss:word@192.0.2.1:3478")
            .iceServer("turn:192.0.2.2:3478", "bob", "secret")
            .portRange(42_000, 42_999)
            .settings();

    assertEquals(
        List.of(
            IceServer.stun("stun:stun.example.org:3478"),
            new IceServer(List.of("turn:192.0.2.1:3478"), "alice", "p@ss:word"),
            new IceServer(List.of("turn:192.0.2.2:3478"), "bob", "secret")),
        settings.links().iceServers());
    assertEquals(42_000, settings.links().portMin());
    assertEquals(42_999, settings.links().portMax());
  }

  @Test
  void refusesServersAndPortsThatCannotWork() {
    OverlayBuilder builder = Overlay.builder();

    for (String server : List.of("stun", "http://a", "turn:192.0.2.1:3478", "turn:bob@192.0.2.1")) {
      assertThrows(IllegalArgumentException.class, () -> builder.iceServer(server), server);
    }
    assertThrows(IllegalArgumentException.class, () -> builder.portRange(0, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.portRange(2_000, 1_000));
    assertThrows(IllegalArgumentException.class, () -> builder.portRange(1_000, 70_000));
  }

  @Test
  void refusesWhatCannotWork() {
    assertRefused("no application: give its name or an infohash", Overlay.builder());
    assertRefused(
        "a private DHT needs the address of one of its nodes, or an address to listen on",
        Overlay.builder().application("demo").privateDht());
    assertRefused(
        "without a DHT a peer needs a contact, or an address to listen on",
        Overlay.builder().application("demo").withoutDht());
    assertRefused(
        "DHT nodes are given, and that there be no DHT",
        Overlay.builder().application("demo").dht("127.0.1.1:6881").withoutDht());
    assertThrows(IllegalArgumentException.class, () -> Overlay.builder().maxLinks(7));
    assertThrows(IllegalArgumentException.class, () -> Overlay.builder().infohash("abc"));
    assertThrows(IllegalArgumentException.class, () -> Overlay.builder().application(" "));
  }

  private static void assertRefused(String reason, OverlayBuilder builder) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, builder::join);

    assertEquals(reason, refused.getMessage());
  }

  @Test
  void aHistoryIsNeverShorterThanWithoutTheOption() {
    DeliveryConfig usual = delivery(new OverlayBuilder());
    DeliveryConfig longer =
        delivery(new OverlayBuilder().history(100_000, 1L << 30, Duration.ofHours(1)));
    DeliveryConfig shorter = delivery(new OverlayBuilder().history(1, 1, Duration.ZERO));

    assertEquals(usual, shorter);
    assertEquals(100_000, longer.keptMax());
    assertEquals(100_000, longer.window());
    assertEquals(1L << 30, longer.keptBytesMax());
    assertEquals(Duration.ofHours(1), longer.retention());
    assertThrows(
        IllegalArgumentException.class, () -> new OverlayBuilder().history(0, 1, Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class,
        () -> new OverlayBuilder().history(1, 1, Duration.ofDays(2)));
  }

  private static DeliveryConfig delivery(OverlayBuilder builder) {
    return builder.application("history").settings().delivery();
  }
}
