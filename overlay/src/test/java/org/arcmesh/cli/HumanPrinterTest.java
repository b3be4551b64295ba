package org.arcmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.arcmesh.Delivery;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.OverlayEvent;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;

class HumanPrinterTest {
  private static final PeerId PEER = PeerId.parse("00112233445566778899aabbccddeeff00112233");

  private final HumanPrinter printer =
      new HumanPrinter("demo", Optional.of(Endpoint.parse("127.0.1.2:7000")));

  @Test
  void saysEachEventInALine() {
    assertLine(
        "* peer 00112233 of 'demo', signaling node on 127.0.1.2:7000",
        new OverlayEvent.Started(PEER));
    assertLine(
        "* joined in 412 ms via 00112233", new OverlayEvent.Joined(Duration.ofMillis(412), PEER));
    assertLine("* + 00112233", new OverlayEvent.NeighborUp(PEER));
    assertLine("* - 00112233 (no route)", new OverlayEvent.NeighborDown(PEER, Cause.NO_ROUTE));
    assertLine(
        "* no signaling node of 'demo' answered; trying again in 4 s",
        new OverlayEvent.Failed("no signaling node of 'demo' answered", Duration.ofSeconds(4)));
    assertLine(
        "* this peer cannot become a signaling node",
        new OverlayEvent.Failed("this peer cannot become a signaling node", Duration.ZERO));
    assertLine(
        "* partition healed after 2.1 s: about 20 peers",
        new OverlayEvent.PartitionHealed(19.7, Duration.ofMillis(2100)));
    assertLine("* left", new OverlayEvent.Left());
  }

  @Test
  void printsADeliveryAfterTheShortNameOfItsOrigin() {
    assertEquals("00112233: hello", printer.line(new Delivery(PEER, 0, Bytes.utf8("hello"), 1)));
  }

  @Test
  void letsNoRemoteCommandTheTerminal() {
    Bytes hostile = Bytes.utf8("a\u001b[2Jb\r\nfake: c\td\u202e");

    String line = printer.line(new Delivery(PEER, 0, hostile, 1));

    assertEquals("00112233: a\ufffd[2Jb\ufffd\ufffdfake: c d\ufffd", line);
  }

  @Test
  void countsTheBytesOfWhatIsNoText() {
    Bytes payload = Bytes.copyOf((byte) 0xff, (byte) 0xfe);

    String line = printer.line(new Delivery(PEER, 0, payload, 1));

    assertEquals("00112233: (2 bytes that are no text)", line);
  }

  private void assertLine(String expected, OverlayEvent event) {
    assertEquals(Optional.of(expected), printer.line(event));
  }
}
