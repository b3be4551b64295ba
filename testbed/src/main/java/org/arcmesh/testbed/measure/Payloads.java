package org.arcmesh.testbed.measure;

import java.nio.ByteBuffer;
import org.arcmesh.core.Bytes;

/** Payloads that tell which broadcast they are of, and whether they were altered on the way. */
final class Payloads {
  private static final int NUMBER_BYTES = 8;

  private Payloads() {}

  static Bytes make(long number, int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).putLong(number);
    long filling = number;
    while (buffer.hasRemaining()) {
      filling = filling * 0x5851F42D4C957F2DL + 0x14057B7EF767814FL;
      buffer.put((byte) (filling >>> 56));
    }
    return Bytes.wrap(buffer.array());
  }

  /** The number of the broadcast, or -1 if this is no payload of ours. */
  static int number(Bytes payload) {
    if (payload.size() < NUMBER_BYTES) {
      return -1;
    }
    long number = payload.toBuffer().getLong();
    return number < 0 || number > Integer.MAX_VALUE ? -1 : (int) number;
  }
}
