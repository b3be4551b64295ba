package org.arcmesh.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Cause;
import org.arcmesh.core.Component;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Message;
import org.arcmesh.core.MessageTable;
import org.arcmesh.core.PeerId;
import org.arcmesh.n2n.SignalingMessage;
import org.arcmesh.n2n.SignalingMessage.Goodbye;
import org.arcmesh.n2n.SignalingMessage.Heartbeat;
import org.arcmesh.wire.WireException.Reason;
import org.junit.jupiter.api.Test;

class WireTest {
  /** A bit of everything that can be on the wire. */
  record Everything(
      boolean yes,
      int number,
      long big,
      double real,
      Long maybe,
      String text,
      Bytes bytes,
      PeerId peer,
      Cause cause,
      Endpoint endpoint,
      List<Component> components,
      List<String> names)
      implements Message {}

  record Hello(int number) implements Message {}

  record GrownHello(
      int number,
      String text,
      List<Long> list,
      Endpoint endpoint,
      long count,
      boolean yes,
      double real)
      implements Message {}

  record Strict(int number, String text) implements Message {
    Strict {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("no text");
      }
    }
  }

  record Tree(List<Tree> branches) implements Message {}

  record Unwritable(Object thing) implements Message {}

  record Large(Bytes payload) implements Message {}

  private final Wire signaling = new Wire(List.of(SignalingMessage.TABLE));

  @Test
  void everySignalingMessageComesBackAsItWas() throws WireException {
    assertEquals(
        SignalingMessage.TABLE.types(), Samples.SIGNALING.stream().map(Message::getClass).toList());
    assertEquals(
        Set.of(SignalingMessage.class.getPermittedSubclasses()),
        Set.copyOf(SignalingMessage.TABLE.types()));

    for (Message message : Samples.SIGNALING) {
      assertEquals(message, signaling.decode(signaling.encode(message)));
    }
  }

  @Test
  void everyTypeComesBackAsItWas() throws WireException {
    Wire wire = wire(Everything.class);
    Message full =
        new Everything(
            true,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            0.1,
            -1L,
            "ä𝄞",
            Bytes.hex("00ff"),
            Samples.BOB,
            Cause.TIMEOUT,
            new Endpoint("::1", 65535),
            List.of(new Component(List.of(1L, -2L), 3, 1e6), new Component(List.of(), 0, 1)),
            List.of("", "a"));
    Message empty =
        new Everything(
            false, 0, 0, -0.0, null, "", Bytes.EMPTY, Samples.ALICE, null, null, List.of(), null);

    assertEquals(full, wire.decode(wire.encode(full)));
    assertEquals(empty, wire.decode(wire.encode(empty)));
  }

  @Test
  void aFrameIsVersionProtocolTypeAndAnArrayOfTheComponents() {
    byte[] frame = signaling.encode(new Heartbeat(3, 0, 1000, -1, 24));

    assertEquals("01" + "01" + "04" + "85" + "03" + "00" + "1903e8" + "20" + "1818", hex(frame));
  }

  @Test
  void anEnumIsThePlaceOfItsConstant() {
    assertEquals("010105" + "81" + "07", hex(signaling.encode(new Goodbye(Cause.TIMEOUT))));
  }

  @Test
  void anOldReaderSkipsWhatANewWriterAppended() throws WireException {
    byte[] frame =
        wire(GrownHello.class)
            .encode(
                new GrownHello(5, "new", List.of(1L, 2L), new Endpoint("host", 1), 3, true, 0.5));

    assertEquals(new Hello(5), wire(Hello.class).decode(frame));
  }

  @Test
  void aNewReaderTakesZeroEmptyOrNullForWhatAnOldWriterDidNotKnow() throws WireException {
    byte[] frame = wire(Hello.class).encode(new Hello(5));

    assertEquals(
        new GrownHello(5, null, List.of(), null, 0, false, 0.0),
        wire(GrownHello.class).decode(frame));
  }

  @Test
  void theConstructorDecidesWhetherAMissingComponentWillDo() {
    byte[] frame = wire(Hello.class).encode(new Hello(5));

    assertRefused(Reason.CONTENT, wire(Strict.class), hex(frame));
  }

  @Test
  void anotherVersionIsRefused() {
    assertRefused(Reason.VERSION, signaling, "0201058100");
    assertRefused(Reason.VERSION, signaling, "0001058100");
  }

  @Test
  void unknownProtocolsAndTypesAreRefused() {
    assertRefused(Reason.TYPE, signaling, "0102058100");
    assertRefused(Reason.TYPE, signaling, "0101068100");
    assertRefused(Reason.TYPE, signaling, "01ffff8100");
  }

  @Test
  void framesThatAreTooShortOrTooLongAreRefused() {
    assertRefused(Reason.SIZE, signaling, "");
    assertRefused(Reason.SIZE, signaling, "0101");
    assertRefused(Reason.SIZE, signaling, "0101058100" + "00".repeat(Wire.FRAME_BYTES_MAX));
  }

  @Test
  void aBodyThatIsNotTheMessageIsRefused() {
    assertRefused(Reason.CONTENT, signaling, "010105"); // nothing
    assertRefused(Reason.CONTENT, signaling, "01010500"); // no array
    assertRefused(Reason.CONTENT, signaling, "010105f6"); // null
    assertRefused(Reason.CONTENT, signaling, "01010580"); // no cause
    assertRefused(Reason.CONTENT, signaling, "01010581f6"); // null cause
    assertRefused(Reason.CONTENT, signaling, "0101058109"); // no such cause
    assertRefused(Reason.CONTENT, signaling, "0101058120"); // cause -1
    assertRefused(Reason.CONTENT, signaling, "01010581613c"); // cause in text
    assertRefused(Reason.CONTENT, signaling, "01010581"); // the array ends early
    assertRefused(Reason.CONTENT, signaling, "0101059f00"); // an open array ends early
    assertRefused(Reason.CONTENT, signaling, "010105a10000"); // a map
    assertRefused(Reason.CONTENT, signaling, "010100814101"); // a peer id of one byte
  }

  @Test
  void numbersOfOtherKindsAndRangesAreRefused() {
    Wire wire = wire(Hello.class);

    assertRefused(Reason.CONTENT, wire, "01c80081f6"); // null
    assertRefused(Reason.CONTENT, wire, "01c800816135"); // "5"
    assertRefused(Reason.CONTENT, wire, "01c80081f5"); // true
    assertRefused(Reason.CONTENT, wire, "01c80081f94500"); // 5.0
    assertRefused(Reason.CONTENT, wire, "01c800811a80000000"); // 2^31
    assertRefused(Reason.CONTENT, wire, "01c800811bffffffffffffffff"); // 2^64 - 1
    assertRefused(Reason.CONTENT, wire, "01c80081c249010000000000000000"); // 2^64
  }

  @Test
  void bytesAfterTheBodyAreRefused() {
    assertRefused(Reason.CONTENT, signaling, "010105810000");
    assertRefused(Reason.CONTENT, signaling, "0101058100ff");
    assertRefused(Reason.CONTENT, signaling, "0101058100f6");
  }

  @Test
  void deepNestingIsRefusedEvenWhereItWouldBeSkipped() {
    assertRefused(Reason.CONTENT, signaling, "01010582" + "00" + "81".repeat(60_000) + "00");
  }

  @Test
  void lengthsThatPromiseMoreThanTheFrameHoldsAreRefused() {
    assertRefused(Reason.CONTENT, signaling, "010100815a7fffffff00"); // bytes of 2 GiB
    assertRefused(Reason.CONTENT, signaling, "0101059b7fffffffffffffff00"); // an array of 2^63
    assertRefused(Reason.CONTENT, wire(Large.class), "01c800815bffffffffffffffff00");
  }

  @Test
  void aStringThatIsNoTextIsRefused() {
    Wire wire = wire(Strict.class);

    assertRefused(Reason.CONTENT, wire, "01c80082" + "00" + "62c328"); // bad UTF-8
    assertRefused(Reason.CONTENT, wire, "01c80082" + "00" + "63eda080"); // half a surrogate pair
  }

  @Test
  void whatAConstructorRefusesIsTheRemotesFault() {
    WireException refusal =
        assertRefused(Reason.CONTENT, signaling, "010104" + "8520" + "00000000");

    assertEquals("a negative count in a heartbeat", refusal.getMessage());
    assertEquals(0, refusal.getStackTrace().length);
  }

  @Test
  void aMessageOfNoTableIsABugOfOurs() {
    assertThrows(AssertionError.class, () -> signaling.encode(new Hello(1)));
  }

  @Test
  void aMessageThatCannotBeOnTheWireIsABugOfOurs() {
    assertThrows(AssertionError.class, () -> wire(Tree.class));
    assertThrows(AssertionError.class, () -> wire(Unwritable.class));
    assertThrows(
        AssertionError.class,
        () -> wire(Large.class).encode(new Large(Bytes.wrap(new byte[Wire.FRAME_BYTES_MAX]))));
  }

  @Test
  void twoProtocolsOfOneNumberAreABugOfOurs() {
    MessageTable twin = new MessageTable(1, "twin", List.of(Hello.class));

    assertThrows(AssertionError.class, () -> new Wire(List.of(SignalingMessage.TABLE, twin)));
  }

  @Test
  void theLongestFrameFits() throws WireException {
    Wire wire = wire(Large.class);
    Message largest = new Large(Bytes.wrap(new byte[Wire.FRAME_BYTES_MAX - 3 - 1 - 3]));

    byte[] frame = wire.encode(largest);

    assertEquals(Wire.FRAME_BYTES_MAX, frame.length);
    assertEquals(largest, wire.decode(frame));
  }

  @Test
  void aBundleGivesItsFramesBack() throws WireException {
    List<byte[]> frames =
        List.of(new byte[] {1}, new byte[Wire.FRAME_BYTES_MAX], new byte[Wire.FRAME_BYTES_MAX - 1]);

    List<byte[]> split = Bundle.split(Bundle.join(frames));

    assertEquals(3, split.size());
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(frames.get(i), split.get(i));
    }
  }

  @Test
  void aBundleOfNoneTooManyOrTooLongFramesIsABugOfOurs() {
    byte[] longest = new byte[Wire.FRAME_BYTES_MAX];
    byte[][] many = new byte[Bundle.FRAMES_MAX + 1][1];

    assertThrows(AssertionError.class, () -> Bundle.join(List.of()));
    assertThrows(AssertionError.class, () -> Bundle.join(List.of(new byte[0])));
    assertThrows(AssertionError.class, () -> Bundle.join(Arrays.asList(many)));
    assertThrows(
        AssertionError.class, () -> Bundle.join(List.of(longest, longest, longest, longest)));
  }

  @Test
  void whatIsNoBundleIsRefused() {
    assertNoBundle(""); // nothing
    assertNoBundle("00"); // half a length
    assertNoBundle("000201"); // half a frame
    assertNoBundle("000001"); // a frame of 65,536 bytes, of which one is there
    assertNoBundle("00010100"); // half a second length
    assertNoBundle("000101".repeat(Bundle.FRAMES_MAX + 1));
    assertNoBundle("00".repeat(Bundle.BYTES_MAX + 1));
  }

  private static void assertNoBundle(String hex) {
    WireException refusal =
        assertThrows(WireException.class, () -> Bundle.split(Bytes.hex(hex).toArray()));
    assertEquals(Reason.SIZE, refusal.reason());
  }

  private static WireException assertRefused(Reason reason, Wire wire, String hex) {
    byte[] frame = Bytes.hex(hex).toArray();
    WireException refusal = assertThrows(WireException.class, () -> wire.decode(frame));
    assertEquals(reason, refusal.reason(), refusal.getMessage());
    assertTrue(refusal.getMessage().length() > 3, refusal.getMessage());
    return refusal;
  }

  private static Wire wire(Class<? extends Message> type) {
    return new Wire(List.of(new MessageTable(200, "test", List.of(type))));
  }

  private static String hex(byte[] frame) {
    return Bytes.copyOf(frame).toHex();
  }
}
