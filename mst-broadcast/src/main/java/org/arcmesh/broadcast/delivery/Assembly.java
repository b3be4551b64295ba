package org.arcmesh.broadcast.delivery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.arcmesh.core.Bytes;

/**
 * Turns the parcels of one stream, in the order of their numbers, into broadcasts.
 *
 * <p>Parcels before it may be missing for good; a long broadcast that lacks a piece is dropped. A
 * claimed length takes no memory before its pieces are there, and pieces of all streams together
 * take no more than their room.
 */
final class Assembly {
  /** A piece is shorter only if it is the last: so pieces are no way to fill memory either. */
  private static final int PIECE_BYTES_MIN = 4_096;

  private final Room room;
  private final Tally tally;
  private List<Bytes> pieces = List.of();
  private int size;
  private int checksum;
  private int gathered;
  private long nextSequence;

  /**
   * @param room that all streams of a peer share
   */
  Assembly(Room room, Tally tally) {
    this.room = room;
    this.tally = tally;
  }

  /** Takes the next parcel and returns the broadcasts that are whole now. */
  List<Bytes> take(Parcel parcel) {
    if (parcel.kind() == Parcel.Kind.NEXT) {
      return isOpen() && parcel.sequence() == nextSequence ? add(parcel.piece()) : dropDamaged();
    }
    if (isOpen()) {
      dropDamaged();
    }
    if (parcel.kind() != Parcel.Kind.FIRST) {
      return parcel.payloads();
    }
    Parcel.Opening opening = parcel.opening();
    pieces = new ArrayList<>();
    size = opening.size();
    checksum = opening.checksum();
    nextSequence = parcel.sequence();
    return add(opening.piece());
  }

  private List<Bytes> add(Bytes piece) {
    int left = size - gathered - piece.size();
    if (left < 0 || left > 0 && piece.size() < PIECE_BYTES_MIN) {
      return dropDamaged();
    }
    if (!room.take(piece.size())) {
      tally.crowded++;
      drop();
      return List.of();
    }
    pieces.add(piece);
    gathered += piece.size();
    nextSequence++;
    return left > 0 ? List.of() : finish();
  }

  private List<Bytes> finish() {
    ByteBuffer whole = ByteBuffer.allocate(size);
    pieces.forEach(piece -> whole.put(piece.toBuffer()));
    CRC32C crc = new CRC32C();
    crc.update(whole.array());
    if ((int) crc.getValue() != checksum) {
      return dropDamaged();
    }
    drop();
    return List.of(Bytes.wrap(whole.array()));
  }

  /** Counts what has to be dropped; a piece of what was dropped already is not counted again. */
  private List<Bytes> dropDamaged() {
    tally.damaged += isOpen() ? 1 : 0;
    drop();
    return List.of();
  }

  private boolean isOpen() {
    return size > 0;
  }

  /** Forgets what is not yet whole. */
  void drop() {
    room.giveBack(gathered);
    pieces = List.of();
    size = 0;
    gathered = 0;
  }
}
