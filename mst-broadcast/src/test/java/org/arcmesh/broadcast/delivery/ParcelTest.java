package org.arcmesh.broadcast.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.arcmesh.core.Broadcast;
import org.arcmesh.core.Bytes;
import org.junit.jupiter.api.Test;

class ParcelTest {
  private static final long KEY = 0xfedc_ba98_7654_3210L;
  private final Tally tally = new Tally();
  private final Room room = new Room(20 << 20);
  private final Assembly assembly = new Assembly(room, tally);

  private static Bytes random(int size, long seed) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private static int checksum(Bytes whole) {
    CRC32C crc = new CRC32C();
    crc.update(whole.toBuffer());
    return (int) crc.getValue();
  }

  /** The pieces of a broadcast, numbered from {@code sequence}. */
  private static List<Parcel> pieces(Bytes whole, long sequence, int checksum) {
    List<Parcel> pieces = new ArrayList<>();
    for (int from = 0; from < whole.size(); from += Parcel.PIECE_BYTES) {
      Bytes piece = whole.slice(from, Math.min(whole.size(), from + Parcel.PIECE_BYTES));
      long own = sequence + pieces.size();
      pieces.add(
          from == 0
              ? Parcel.first(KEY, own, 5, 0, List.of(), whole.size(), checksum, piece)
              : Parcel.next(KEY, own, 5, 0, piece));
    }
    return pieces;
  }

  private List<Bytes> take(List<Parcel> parcels) {
    List<Bytes> whole = new ArrayList<>();
    parcels.forEach(parcel -> whole.addAll(assembly.take(parcel)));
    return whole;
  }

  @Test
  void readsWhatItWrote() {
    List<Bytes> payloads = List.of(Bytes.EMPTY, random(300, 1), Bytes.utf8("x"));

    Parcel parcel = Parcel.of(KEY, 1L << 40, 3, 70_016, payloads);

    assertEquals(parcel, Parcel.read(parcel.bytes()));
    assertEquals(KEY, parcel.stream());
    assertEquals(1L << 40, parcel.sequence());
    assertEquals(3, parcel.number());
    assertEquals(70_016, parcel.sincePreviousMillis());
    assertEquals(payloads, parcel.payloads());
    assertEquals(List.of(Bytes.EMPTY), Parcel.of(KEY, 0, 0, 0, List.of(Bytes.EMPTY)).payloads());
  }

  @Test
  void namesWhatItDependsOn() {
    List<Parcel.Head> causes = List.of(new Parcel.Head(KEY, 300), new Parcel.Head(-1, 0));

    Parcel parcel = Parcel.of(KEY, 9, 9, 0, causes, List.of(Bytes.utf8("x")));

    assertEquals(causes, Parcel.read(parcel.bytes()).causes());
    assertEquals(List.of(Bytes.utf8("x")), parcel.payloads());
    List<Parcel.Head> tooMany = Collections.nCopies(9, new Parcel.Head(1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Parcel.of(KEY, 9, 9, 0, tooMany, List.of(Bytes.utf8("x"))));
  }

  @Test
  void whateverItReadsIsWithinItsLimits() {
    SplittableRandom random = new SplittableRandom(7);
    Bytes genuine =
        Parcel.of(KEY, 300, 500, 20, List.of(random(50, 1), random(60, 2), random(70, 3))).bytes();
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = genuine.slice(0, random.nextInt(genuine.size() + 1)).toArray();
      for (int change = random.nextInt(3); change >= 0 && bytes.length > 0; change--) {
        bytes[random.nextInt(Math.min(bytes.length, 20))] = (byte) random.nextInt();
      }
      try {
        assembly.take(Parcel.read(Bytes.wrap(bytes)));
      } catch (IllegalArgumentException e) {
        continue; // Refused, which is as good.
      }
    }
  }

  @Test
  void refusesWhatIsNoParcel() {
    assertThrows(IllegalArgumentException.class, () -> Parcel.read(Bytes.EMPTY));
    assertThrows(
        IllegalArgumentException.class,
        () -> Parcel.read(Bytes.wrap(new byte[Parcel.BYTES_MAX + 1])));
    List<Bytes> many = new ArrayList<>();
    for (int i = 0; i <= Parcel.MESSAGES_MAX; i++) {
      many.add(Bytes.EMPTY);
    }
    assertThrows(IllegalArgumentException.class, () -> Parcel.of(KEY, 0, 0, 0, many));
    int tooLong = Broadcast.PAYLOAD_BYTES_MAX + 1;
    assertThrows(
        IllegalArgumentException.class,
        () -> Parcel.first(KEY, 0, 0, 0, List.of(), tooLong, 0, random(5_000, 1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Parcel.first(KEY, 0, 0, 0, List.of(), 5, 0, random(5, 1)));
    assertThrows(IllegalArgumentException.class, () -> Parcel.next(KEY, 0, 0, 0, Bytes.EMPTY));
  }

  @Test
  void putsTheLongestBroadcastTogether() {
    Bytes whole = random(Broadcast.PAYLOAD_BYTES_MAX, 3);

    assertEquals(List.of(whole), take(pieces(whole, 10, checksum(whole))));

    assertEquals(0, room.taken());
  }

  @Test
  void dropsALongBroadcastThatLacksAPiece() {
    Bytes whole = random(300_000, 3);
    List<Parcel> pieces = new ArrayList<>(pieces(whole, 10, checksum(whole)));
    pieces.remove(2);
    pieces.add(Parcel.of(KEY, 15, 6, 0, List.of(Bytes.utf8("next"))));

    assertEquals(List.of(Bytes.utf8("next")), take(pieces));

    assertEquals(1, tally.damaged);
    assertEquals(0, room.taken());
  }

  @Test
  void dropsALongBroadcastOfAnotherChecksum() {
    Bytes whole = random(300_000, 3);

    assertEquals(List.of(), take(pieces(whole, 10, checksum(whole) + 1)));

    assertEquals(1, tally.damaged);
    assertEquals(0, room.taken());
  }

  @Test
  void dropsOneThatIsCutShortByTheNext() {
    Bytes whole = random(200_000, 3);
    List<Parcel> parcels = new ArrayList<>(pieces(whole, 0, checksum(whole)).subList(0, 2));
    parcels.addAll(pieces(whole, 2, checksum(whole)));

    assertEquals(List.of(whole), take(parcels));

    assertEquals(1, tally.damaged);
  }

  @Test
  void aBombOfTinyPiecesTakesNoMemory() {
    List<Parcel> parcels = new ArrayList<>();
    parcels.add(
        Parcel.first(KEY, 0, 0, 0, List.of(), Broadcast.PAYLOAD_BYTES_MAX, 0, random(5_000, 1)));
    for (int i = 1; i < 1_000; i++) {
      parcels.add(Parcel.next(KEY, i, 0, 0, random(1, i)));
    }

    assertEquals(List.of(), take(parcels));

    assertEquals(1, tally.damaged);
    assertEquals(0, room.taken());
  }

  @Test
  void aPieceBeyondTheLengthIsDropped() {
    List<Parcel> parcels =
        List.of(
            Parcel.first(KEY, 0, 0, 0, List.of(), 70_000, 0, random(60_000, 1)),
            Parcel.next(KEY, 1, 0, 0, random(20_000, 2)));

    assertEquals(List.of(), take(parcels));

    assertEquals(1, tally.damaged);
  }

  @Test
  void allStreamsTogetherTakeNoMoreThanTheirRoom() {
    Bytes whole = random(Broadcast.PAYLOAD_BYTES_MAX, 3);
    List<Parcel> pieces = pieces(whole, 0, checksum(whole));
    List<Parcel> most = pieces.subList(0, pieces.size() - 1);
    Assembly other = new Assembly(room, tally);

    assertEquals(List.of(), take(most));
    most.forEach(other::take);

    assertEquals(1, tally.crowded);
    assertEquals(0, tally.damaged);
    assertEquals(List.of(whole), assembly.take(pieces.get(pieces.size() - 1)));
    assertEquals(0, room.taken());
  }
}
