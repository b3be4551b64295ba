package org.arcmesh.webrtc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.arcmesh.wire.Bundle;
import org.arcmesh.wire.WireException;
import org.junit.jupiter.api.Test;

class OutboundTest {
  private final Outbound outbound = new Outbound();

  @Test
  void bundlesThatWaitAreOneMessageWithAllFramesInOrder() throws WireException {
    outbound.add(Bundle.join(List.of(new byte[] {1}, new byte[] {2, 2})));
    outbound.add(Bundle.join(List.of(new byte[] {3})));

    List<byte[]> frames = Bundle.split(outbound.next());

    assertEquals(3, frames.size());
    assertArrayEquals(new byte[] {1}, frames.get(0));
    assertArrayEquals(new byte[] {2, 2}, frames.get(1));
    assertArrayEquals(new byte[] {3}, frames.get(2));
    assertTrue(outbound.isEmpty());
    assertEquals(0, outbound.bytes());
  }

  @Test
  void aMessageStaysShortAndALongBundleGoesAlone() {
    int most = Outbound.JOINED_BYTES_MAX;
    outbound.add(new byte[most - 10]);
    outbound.add(new byte[10]);
    outbound.add(new byte[2 * most]);
    outbound.add(new byte[1]);

    assertEquals(most, outbound.next().length);
    assertEquals(2 * most, outbound.nextBytes());
    assertEquals(2 * most, outbound.next().length);
    assertEquals(1, outbound.next().length);
    assertEquals(0, outbound.nextBytes());
  }
}
