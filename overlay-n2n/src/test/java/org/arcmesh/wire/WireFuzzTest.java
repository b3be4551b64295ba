package org.arcmesh.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.n2n.SignalingMessage;
import org.arcmesh.wire.WireException.Reason;
import org.junit.jupiter.api.Test;

/** Replays with {@code -Darcmesh.seed=N}. */
class WireFuzzTest {
  private static final int FRAMES = 20_000;

  private final long seed = Long.getLong("arcmesh.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final Wire wire =
      new Wire(
          List.of(
              SignalingMessage.TABLE,
              new MessageTable(200, "test", List.of(WireTest.Everything.class))));
  private final List<byte[]> valid = new ArrayList<>();

  @Test
  void garbageIsRefusedAndNothingElseComesOfIt() {
    for (Message message : Samples.SIGNALING) {
      valid.add(wire.encode(message));
    }
    Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
    int accepted = 0;

    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = garbage(i % 5);
      try {
        Message message = wire.decode(frame);
        // What got through is a message: it can be passed on, and comes back as it was.
        assertEquals(message, wire.decode(wire.encode(message)), () -> about(frame));
        accepted++;
      } catch (WireException e) {
        refused.merge(e.reason(), 1, Integer::sum);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(about(frame), e);
      }
    }

    assertTrue(accepted < FRAMES / 2, accepted + " of the frames were no garbage, seed " + seed);
    assertEquals(4, refused.size(), () -> "reasons " + refused + ", seed " + seed);
  }

  @Test
  void garbageBundlesAreRefusedOrSplitIntoFrames() {
    for (int i = 0; i < FRAMES; i++) {
      byte[] bundle = randomBytes(random.nextInt(64));
      for (int at = 0; at < bundle.length; at += 1 + random.nextInt(8)) {
        bundle[at] = 0; // Else nearly every length would be beyond the end.
      }
      try {
        List<byte[]> frames = Bundle.split(bundle);
        assertEquals(Bytes.copyOf(bundle), Bytes.copyOf(Bundle.join(frames)), () -> about(bundle));
      } catch (WireException e) {
        assertEquals(Reason.SIZE, e.reason(), () -> about(bundle));
      } catch (RuntimeException e) {
        throw new AssertionError(about(bundle), e);
      }
    }
  }

  private byte[] garbage(int kind) {
    byte[] frame = valid.get(random.nextInt(valid.size())).clone();
    switch (kind) {
      case 0 -> {
        return randomBytes(random.nextInt(200));
      }
      case 1 -> { // a proper header with any body
        byte[] body = randomBytes(4 + random.nextInt(200));
        System.arraycopy(frame, 0, body, 0, 3);
        body[3] = (byte) (0x80 + random.nextInt(0x20));
        return body;
      }
      case 2 -> {
        return Arrays.copyOf(frame, random.nextInt(frame.length + 8));
      }
      case 3 -> { // a few bytes changed
        for (int i = 0; i <= random.nextInt(4); i++) {
          frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }
        return frame;
      }
      default -> { // the body of one under the type of another
        frame[1] = (byte) (random.nextBoolean() ? 1 : 200);
        frame[2] = (byte) random.nextInt(8);
        return frame;
      }
    }
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String about(byte[] frame) {
    return "seed " + seed + ", frame " + Bytes.copyOf(frame).toHex();
  }
}
