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

class JsonPrinterTest {
  private static final String ID = "00112233445566778899aabbccddeeff00112233";
  private static final PeerId PEER = PeerId.parse(ID);

  private final JsonPrinter printer = new JsonPrinter("demo", Optional.empty());

  @Test
  void writesEveryEventOfTheContractWithItsKeys() {
    assertLine(
        "{'event':'started','peer':'" + ID + "','app':'demo'}", new OverlayEvent.Started(PEER));
    assertLine(
        "{'event':'joined','ms':412,'via':'" + ID + "'}",
        new OverlayEvent.Joined(Duration.ofMillis(412), PEER));
    assertLine("{'event':'neighbor-up','peer':'" + ID + "'}", new OverlayEvent.NeighborUp(PEER));
    assertLine(
        "{'event':'neighbor-down','peer':'" + ID + "','cause':'no-route'}",
        new OverlayEvent.NeighborDown(PEER, Cause.NO_ROUTE));
    assertLine(
        "{'event':'partition-suspected','reason':'view empty'}",
        new OverlayEvent.PartitionSuspected("view empty"));
    assertLine(
        "{'event':'partition-healed','peers':20,'ms':2100}",
        new OverlayEvent.PartitionHealed(19.7, Duration.ofMillis(2100)));
    assertLine(
        "{'event':'component','id':'0a0b','peers':3,'cause':'it grew'}",
        new OverlayEvent.ComponentChanged(Bytes.hex("0a0b"), 3.2, "it grew"));
    assertLine(
        "{'event':'failed','what':'no signaling node','retryMs':4000}",
        new OverlayEvent.Failed("no signaling node", Duration.ofSeconds(4)));
    assertLine("{'event':'left'}", new OverlayEvent.Left());
  }

  @Test
  void saysWhereASignalingNodeListens() {
    JsonPrinter node = new JsonPrinter("demo", Optional.of(Endpoint.parse("127.0.1.2:7000")));

    String line = node.line(new OverlayEvent.Started(PEER)).orElseThrow();

    assertEquals(
        json("{'event':'started','peer':'" + ID + "','app':'demo','listen':'127.0.1.2:7000'}"),
        line);
  }

  @Test
  void writesADeliveryWithItsTextOnOneLine() {
    String line = printer.line(new Delivery(PEER, 7, Bytes.utf8("hé\n"), 2));

    assertEquals(
        json("{'event':'delivered','from':'" + ID + "','sequence':7,'bytes':4,'text':'hé\\n'}"),
        line);
  }

  @Test
  void leavesTheTextOfADeliveryOutWhenItIsNone() {
    String line = printer.line(new Delivery(PEER, 0, Bytes.copyOf((byte) 0xff), 1));

    assertEquals(json("{'event':'delivered','from':'" + ID + "','sequence':0,'bytes':1}"), line);
  }

  @Test
  void hasNoLineForWhatTheContractDoesNotName() {
    assertEquals(Optional.empty(), printer.line(new OverlayEvent.LinkFailed(PEER, Cause.TIMEOUT)));
  }

  private void assertLine(String expected, OverlayEvent event) {
    assertEquals(Optional.of(json(expected)), printer.line(event));
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }
}
