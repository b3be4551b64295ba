package org.arcmesh.n2n;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Identity;
import org.arcmesh.core.PeerId;
import org.arcmesh.core.Secret;
import org.arcmesh.n2n.SignalingMessage.Signal;
import org.junit.jupiter.api.Test;

class SignalCheckTest {
  private static final ApplicationKey APPLICATION = ApplicationKey.ofName("demo");

  private final Identity alice = Ed25519Identity.generate();
  private final Identity bob = Ed25519Identity.generate();
  private final Identity mallory = Ed25519Identity.generate();
  private final Bytes offered = Bytes.wrap(new byte[32]);
  private final Description description = description(1);
  private final SignalCheck check = new SignalCheck(Admission.open(APPLICATION), bob);
  private final Signal offer =
      new SignalCheck(Admission.open(APPLICATION), alice).offer(bob.id(), 42, description);
  private final Signal answer =
      new SignalCheck(Admission.open(APPLICATION), alice)
          .answer(bob.id(), 42, description, offered);

  private static Description description(int fingerprint) {
    byte[] hash = new byte[32];
    hash[0] = (byte) fingerprint;
    return new Description(
        "abcd",
        "abcdefghijklmnopqrstuvwx",
        Bytes.wrap(hash),
        List.of("1 1 udp 2122260223 192.0.2.1 40000 typ host"));
  }

  @Test
  void genuineOffersAndAnswersAreGenuine() {
    assertTrue(check.isGenuine(offer, Bytes.EMPTY));
    assertTrue(check.isGenuine(answer, offered));
  }

  @Test
  void noPartOfASignalCanBeAltered() {
    PeerId carol = mallory.id();

    assertForged(altered(offer, true, offer.from(), offer.to(), 42, description));
    assertForged(altered(offer, false, offer.from(), carol, 42, description));
    assertForged(altered(offer, false, offer.from(), offer.to(), 43, description));
    assertForged(altered(offer, false, offer.from(), offer.to(), 42, description(2)));
    assertFalse(check.isGenuine(answer, Bytes.wrap(new byte[] {1})));
    assertFalse(check.isGenuine(answer, Bytes.EMPTY));
  }

  @Test
  void nobodySignsForAnother() {
    Signal stolen =
        new Signal(
            false,
            alice.id(),
            bob.id(),
            42,
            description,
            mallory.publicKey(),
            new SignalCheck(Admission.open(APPLICATION), mallory)
                .offer(bob.id(), 42, description)
                .signature(),
            Bytes.EMPTY);

    assertForged(stolen);
  }

  @Test
  void aSignalOfAnotherApplicationIsNotGenuine() {
    SignalCheck other = new SignalCheck(Admission.open(ApplicationKey.ofName("other")), alice);

    assertForged(other.offer(bob.id(), 42, description));
  }

  @Test
  void inAPrivateOverlayOnlyThoseWhoKnowTheSecretAreBelieved() {
    SignalCheck member = new SignalCheck(secretOf("one secret of many bytes"), bob);
    SignalCheck fellow = new SignalCheck(secretOf("one secret of many bytes"), alice);
    SignalCheck other = new SignalCheck(secretOf("another secret of many bytes"), alice);
    Signal ours = fellow.offer(bob.id(), 42, description);
    Signal ourAnswer = fellow.answer(bob.id(), 42, description, offered);

    assertTrue(member.isGenuine(ours, Bytes.EMPTY));
    assertTrue(member.isGenuine(ourAnswer, offered));
    assertFalse(member.isGenuine(ourAnswer, Bytes.wrap(new byte[31])));
    assertFalse(member.isGenuine(other.offer(bob.id(), 42, description), Bytes.EMPTY));
    assertFalse(member.isGenuine(offer, Bytes.EMPTY));
    assertFalse(
        member.isGenuine(altered(ours, false, ours.from(), ours.to(), 43, description), offered));
  }

  @Test
  void aPublicOverlayTakesNobodyOfAPrivateOneOfTheSameName() {
    assertForged(
        new SignalCheck(secretOf("one secret of many bytes"), alice)
            .offer(bob.id(), 42, description));
  }

  private static Admission secretOf(String secret) {
    return new Admission(APPLICATION, Optional.of(Secret.of(Bytes.utf8(secret))));
  }

  @Test
  void aDescriptionTakesNothingThatIsNoneOfItsEssentials() {
    assertRefused("ab\r\na=x", "abcdefghijklmnopqrstuvwx", "1 1 udp 1 192.0.2.1 4 typ host");
    assertRefused("abcd", "short", "1 1 udp 1 192.0.2.1 4 typ host");
    assertRefused("abcd", "abcdefghijklmnopqrstuvwx", "1 1 udp 1 192.0.2.1 4 typ host\r\na=x");
    assertRefused("abcd", "abcdefghijklmnopqrstuvwx", "garbage");
  }

  private void assertForged(Signal signal) {
    assertFalse(check.isGenuine(signal, Bytes.EMPTY));
  }

  private static void assertRefused(String ufrag, String password, String candidate) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Description(ufrag, password, Bytes.wrap(new byte[32]), List.of(candidate)));
  }

  private static Signal altered(
      Signal signal,
      boolean answer,
      PeerId from,
      PeerId to,
      long session,
      Description description) {
    return new Signal(
        answer,
        from,
        to,
        session,
        description,
        signal.publicKey(),
        signal.signature(),
        signal.code());
  }
}
