package org.arcmesh.bootstrap.signaling;

import static org.arcmesh.bootstrap.signaling.Hellos.ASK;
import static org.arcmesh.bootstrap.signaling.Hellos.ASKER;
import static org.arcmesh.bootstrap.signaling.Hellos.CHESS;
import static org.arcmesh.bootstrap.signaling.Hellos.CLAIMS;
import static org.arcmesh.bootstrap.signaling.Hellos.COMPONENT;
import static org.arcmesh.bootstrap.signaling.Hellos.DIALED;
import static org.arcmesh.bootstrap.signaling.Hellos.ELSEWHERE;
import static org.arcmesh.bootstrap.signaling.Hellos.GO;
import static org.arcmesh.bootstrap.signaling.Hellos.NODE;
import static org.arcmesh.bootstrap.signaling.Hellos.NOW;
import static org.arcmesh.bootstrap.signaling.Hellos.nonce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.Enter;
import org.arcmesh.bootstrap.signaling.DoorMessage.Hello;
import org.arcmesh.bootstrap.signaling.DoorMessage.Present;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Component;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloCheckTest {
  private static final Hello HELLO = HelloCheck.hello(NODE, ASK, CLAIMS);

  @Test
  void believesAHelloThatAnswersItsAsk() {
    assertEquals(Optional.empty(), HelloCheck.reject(ASKER, ASK, HELLO, NOW));
  }

  @Test
  void refusesAHelloInWhichAnyFieldWasAltered() {
    Bytes key = CLAIMS.publicKey();
    Bytes nonce = CLAIMS.nonce();
    List<Endpoint> others = CLAIMS.alternates();
    int load = CLAIMS.load();
    Map<String, Claims> altered =
        Map.of(
            "key",
            new Claims(Ed25519Identity.generate().publicKey(), nonce, others, load, COMPONENT, NOW),
            "nonce",
            new Claims(key, nonce("other"), others, load, COMPONENT, NOW),
            "no alternates",
            new Claims(key, nonce, List.of(), load, COMPONENT, NOW),
            "other alternates",
            new Claims(key, nonce, List.of(DIALED), load, COMPONENT, NOW),
            "load",
            new Claims(key, nonce, others, load + 1, COMPONENT, NOW),
            "members",
            new Claims(
                key, nonce, others, load, new Component(List.of(3L, 5L, 9L), 4_000, 20.5), NOW),
            "fewer members",
            new Claims(key, nonce, others, load, new Component(List.of(3L, 5L), 4_000, 20.5), NOW),
            "age",
            new Claims(
                key, nonce, others, load, new Component(COMPONENT.smallest(), 4_001, 20.5), NOW),
            "size",
            new Claims(
                key, nonce, others, load, new Component(COMPONENT.smallest(), 4_000, 20.6), NOW),
            "time",
            new Claims(key, nonce, others, load, COMPONENT, NOW + 1));

    altered.forEach(
        (field, claims) ->
            assertEquals(
                Optional.of(Rejection.SIGNATURE),
                HelloCheck.reject(ASKER, ASK, new Hello(claims, HELLO.signature()), NOW),
                field));
  }

  @Test
  void refusesAHelloThatAnswersSomebodyElsesAsk() {
    Map<String, Ask> asks =
        Map.of(
            "nonce", new Ask(CHESS, nonce("another"), DIALED),
            "application", new Ask(GO, ASK.nonce(), DIALED),
            "host", new Ask(CHESS, ASK.nonce(), new Endpoint(ELSEWHERE.host(), DIALED.port())),
            "port", new Ask(CHESS, ASK.nonce(), new Endpoint(DIALED.host(), DIALED.port() + 1)));

    asks.forEach(
        (field, ask) ->
            assertEquals(
                Optional.of(Rejection.SIGNATURE),
                HelloCheck.reject(ASKER, ask, HELLO, NOW),
                field));
  }

  @Test
  void refusesASignatureWithOneBitAltered() {
    byte[] signature = HELLO.signature().toArray();
    signature[17] ^= 4;

    Hello altered = new Hello(CLAIMS, Bytes.wrap(signature));

    assertEquals(Optional.of(Rejection.SIGNATURE), HelloCheck.reject(ASKER, ASK, altered, NOW));
  }

  @Test
  void refusesAKeyUnderWhichAnybodyCanSign() {
    byte[] identityPoint = new byte[32];
    identityPoint[0] = 1;
    byte[] anything = new byte[64];
    anything[0] = 1;
    Claims claims =
        new Claims(
            Bytes.wrap(identityPoint),
            CLAIMS.nonce(),
            List.of(),
            0,
            COMPONENT,
            CLAIMS.timeMillis());

    Hello forged = new Hello(claims, Bytes.wrap(anything));

    assertEquals(Optional.of(Rejection.KEY), HelloCheck.reject(ASKER, ASK, forged, NOW));
  }

  @ParameterizedTest
  @ValueSource(longs = {-300_000, 0, 300_000})
  void believesAClockThatIsFiveMinutesOff(long off) {
    assertEquals(Optional.empty(), HelloCheck.reject(ASKER, ASK, HELLO, NOW + off));
  }

  @ParameterizedTest
  @ValueSource(longs = {-300_001, 300_001})
  void refusesAClockThatIsFurtherOff(long off) {
    assertEquals(Optional.of(Rejection.CLOCK), HelloCheck.reject(ASKER, ASK, HELLO, NOW + off));
  }

  @Test
  void tellsThatItHasDialedItself() {
    assertEquals(Optional.of(Rejection.SELF), HelloCheck.reject(NODE, ASK, HELLO, NOW));
  }

  @Test
  void believesAnAskerOnlyInTheConversationInWhichItSpoke() {
    Present present = HelloCheck.present(ASKER, CHESS, CLAIMS, COMPONENT, ELSEWHERE);
    Claims otherNonce =
        new Claims(CLAIMS.publicKey(), nonce("later"), List.of(), 7, COMPONENT, NOW);
    Claims otherNode = new Claims(ASKER.publicKey(), CLAIMS.nonce(), List.of(), 7, COMPONENT, NOW);

    assertTrue(HelloCheck.isProven(NODE, CHESS, CLAIMS, present));
    assertFalse(HelloCheck.isProven(NODE, GO, CLAIMS, present));
    assertFalse(HelloCheck.isProven(NODE, CHESS, otherNonce, present));
    assertFalse(HelloCheck.isProven(NODE, CHESS, otherNode, present));
  }

  @Test
  void refusesAnAskerWhoseComponentOrEndpointWasAltered() {
    Present present = HelloCheck.present(ASKER, CHESS, CLAIMS, COMPONENT, ELSEWHERE);
    Bytes key = present.publicKey();
    Bytes signature = present.signature();
    Component larger = new Component(COMPONENT.smallest(), 4_000, 1e6);

    assertFalse(
        HelloCheck.isProven(NODE, CHESS, CLAIMS, new Present(key, larger, ELSEWHERE, signature)));
    assertFalse(
        HelloCheck.isProven(NODE, CHESS, CLAIMS, new Present(key, COMPONENT, DIALED, signature)));
    assertFalse(
        HelloCheck.isProven(NODE, CHESS, CLAIMS, new Present(key, COMPONENT, null, signature)));
  }

  @Test
  void aSignatureToEnterIsNoneToBePresented() {
    Enter enter = HelloCheck.enter(ASKER, CHESS, CLAIMS);

    assertTrue(HelloCheck.isProven(NODE, CHESS, CLAIMS, enter));
    assertFalse(HelloCheck.isProven(NODE, GO, CLAIMS, enter));
    assertFalse(
        HelloCheck.isProven(
            NODE,
            CHESS,
            CLAIMS,
            new Present(enter.publicKey(), COMPONENT, null, enter.signature())));
  }
}
