package org.arcmesh.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arcmesh.wire.WireException.Reason;

/**
 * Several frames in one data-channel message, for each message costs more than its bytes.
 *
 * <p>Each frame follows its length, two bytes, big-endian; a length of 0 stands for {@value
 * Wire#FRAME_BYTES_MAX}, since no frame is empty.
 */
public final class Bundle {
  /** The longest bundle, in bytes: what a WebRTC data channel takes as one message. */
  public static final int BYTES_MAX = 262_144;

  /**
   * The most frames of one bundle. Guess: far above what a turn of a peer sends to one neighbor.
   */
  public static final int FRAMES_MAX = 4_096;

  /** What a frame takes in a bundle beside itself, in bytes. */
  public static final int PREFIX_BYTES = 2;

  private Bundle() {}

  /**
   * One bundle of these frames, in this order.
   *
   * @throws AssertionError if they are none, too many, or together too long
   */
  public static byte[] join(List<byte[]> frames) {
    int size = 0;
    for (byte[] frame : frames) {
      if (frame.length == 0 || frame.length > Wire.FRAME_BYTES_MAX) {
        throw new AssertionError("a frame of " + frame.length + " bytes");
      }
      size += PREFIX_BYTES + frame.length;
    }
    if (frames.isEmpty() || frames.size() > FRAMES_MAX || size > BYTES_MAX) {
      throw new AssertionError("a bundle of " + frames.size() + " frames, " + size + " bytes");
    }
    ByteBuffer bundle = ByteBuffer.allocate(size);
    for (byte[] frame : frames) {
      bundle.putShort((short) frame.length).put(frame);
    }
    return bundle.array();
  }

  /**
   * The frames of a bundle, at least one; none of them is looked into.
   *
   * @throws WireException if it is no bundle
   */
  public static List<byte[]> split(byte[] bundle) throws WireException {
    if (bundle.length == 0 || bundle.length > BYTES_MAX) {
      throw new WireException(Reason.SIZE, "a bundle of " + bundle.length + " bytes");
    }
    List<byte[]> frames = new ArrayList<>();
    int position = 0;
    while (position < bundle.length) {
      if (frames.size() == FRAMES_MAX || bundle.length - position < PREFIX_BYTES) {
        throw new WireException(Reason.SIZE, "a bundle of too many frames, or a part of one");
      }
      int length = (bundle[position] & 0xff) << 8 | bundle[position + 1] & 0xff;
      if (length == 0) {
        length = Wire.FRAME_BYTES_MAX;
      }
      int start = position + PREFIX_BYTES;
      if (length > bundle.length - start) {
        throw new WireException(Reason.SIZE, "a bundle that ends within a frame");
      }
      position = start + length;
      frames.add(Arrays.copyOfRange(bundle, start, position));
    }
    return frames;
  }
}
