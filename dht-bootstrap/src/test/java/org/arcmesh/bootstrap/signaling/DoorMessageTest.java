package org.arcmesh.bootstrap.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Challenge;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.Enter;
import org.arcmesh.bootstrap.signaling.DoorMessage.Hello;
import org.arcmesh.bootstrap.signaling.DoorMessage.Present;
import org.arcmesh.bootstrap.signaling.DoorMessage.Proof;
import org.arcmesh.bootstrap.signaling.DoorMessage.Proven;
import org.arcmesh.bootstrap.signaling.DoorMessage.Unwelcome;
import org.arcmesh.bootstrap.signaling.DoorMessage.Welcome;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.arcmesh.wire.Wire;
import org.arcmesh.wire.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DoorMessageTest {
  private static final Bytes KEY = Hellos.NODE.publicKey();
  private static final Bytes SIGNATURE = Bytes.wrap(new byte[64]);

  static List<DoorMessage> messages() {
    return List.of(
        Hellos.ASK,
        new Hello(Hellos.CLAIMS, SIGNATURE),
        new Present(KEY, Hellos.COMPONENT, Hellos.ELSEWHERE, SIGNATURE),
        new Present(KEY, Hellos.COMPONENT, null, SIGNATURE),
        new Enter(KEY, SIGNATURE),
        new Welcome(Hellos.NODE.id()),
        new Unwelcome("application", 3_000),
        new Challenge(Hellos.nonce("node")),
        new Proof(Hellos.nonce("asker"), Hellos.nonce("code")),
        new Proven(Hellos.nonce("code")));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageComesBackFromTheWireAsItWas(DoorMessage message) throws WireException {
    Wire wire = new Wire(List.of(DoorMessage.TABLE));

    assertEquals(message, wire.decode(wire.encode(message)));
  }

  @Test
  void garbageIsAMessageOrAWireExceptionAndNothingElse() {
    Wire wire = new Wire(List.of(DoorMessage.TABLE));
    SplittableRandom random = new SplittableRandom(7);
    int refused = 0;

    for (int i = 0; i < 20_000; i++) {
      byte[] frame = wire.encode(messages().get(random.nextInt(messages().size())));
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        wire.decode(frame);
      } catch (WireException e) {
        refused++;
      }
    }

    assertTrue(refused > 1_000, refused + " refused");
  }

  @Test
  void theTableForgetsNoMessage() {
    Set<Class<?>> permitted =
        new HashSet<>(Arrays.asList(DoorMessage.class.getPermittedSubclasses()));

    assertEquals(permitted, new HashSet<>(DoorMessage.TABLE.types()));
    assertEquals(9, DoorMessage.TABLE.protocol());
  }

  @Test
  void theLargestHelloIsASmallFrame() {
    Endpoint longest = new Endpoint("h".repeat(255), 65_535);
    List<Endpoint> alternates = Collections.nCopies(DoorMessage.ALTERNATES_MAX, longest);
    Claims claims =
        new Claims(KEY, Hellos.nonce("n"), alternates, Integer.MAX_VALUE, Hellos.COMPONENT, 1L);

    int frameBytes =
        new Wire(List.of(DoorMessage.TABLE)).encode(new Hello(claims, SIGNATURE)).length;

    assertTrue(frameBytes < 2_600, frameBytes + " bytes");
  }

  @Test
  void refusesWhatIsTooMuchOrTooLittle() {
    Bytes stub = Bytes.wrap(new byte[31]);
    List<Endpoint> nine =
        Collections.nCopies(DoorMessage.ALTERNATES_MAX + 1, new Endpoint("192.0.2.1", 1));

    refuses(() -> new Ask(Hellos.CHESS, stub, Hellos.DIALED));
    refuses(() -> new Hello(Hellos.CLAIMS, stub));
    refuses(() -> new Claims(stub, Hellos.nonce("n"), List.of(), 0, Hellos.COMPONENT, 0));
    refuses(() -> new Claims(KEY, stub, List.of(), 0, Hellos.COMPONENT, 0));
    refuses(() -> new Claims(KEY, Hellos.nonce("n"), nine, 0, Hellos.COMPONENT, 0));
    refuses(() -> new Claims(KEY, Hellos.nonce("n"), List.of(), -1, Hellos.COMPONENT, 0));
    refuses(() -> new Present(stub, Hellos.COMPONENT, null, SIGNATURE));
    refuses(() -> new Present(KEY, Hellos.COMPONENT, null, stub));
    refuses(() -> new Enter(stub, SIGNATURE));
    refuses(() -> new Enter(KEY, stub));
    refuses(() -> new Challenge(stub));
    refuses(() -> new Proof(stub, Hellos.nonce("code")));
    refuses(() -> new Proof(Hellos.nonce("n"), stub));
    refuses(() -> new Proven(stub));
    refuses(() -> new Unwelcome("", 0));
    refuses(() -> new Unwelcome("no\u001b[31m", 0));
    refuses(() -> new Unwelcome("x".repeat(33), 0));
    refuses(() -> new Unwelcome("full", -1));
  }

  @Test
  void everyRejectionHasAWordThatAnUnwelcomeMayCarry() {
    for (Rejection rejection : Rejection.values()) {
      assertEquals(
          rejection, Rejection.ofWord(new Unwelcome(rejection.word(), 0).reason()), "its word");
    }
    assertEquals(Rejection.UNWELCOME, Rejection.ofWord("moon-phase"));
  }

  private static void refuses(Runnable maker) {
    assertThrows(IllegalArgumentException.class, maker::run);
  }
}
