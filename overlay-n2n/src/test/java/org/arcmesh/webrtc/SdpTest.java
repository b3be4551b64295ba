package org.arcmesh.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.arcmesh.core.Bytes;
import org.arcmesh.n2n.Description;
import org.junit.jupiter.api.Test;

class SdpTest {
  private static final String UFRAG = "haYP";
  private static final String PASSWORD = "Ax3VH+/VKuW2X0zsBpDePREM";
  private static final String HASH =
      "B2:24:05:38:56:32:B2:DB:59:72:DD:DB:44:37:EE:D6:CC:80:45:6C:1B:13:75:AE:2A:5F:5D:D9:81:DE:6B:DA";
  private static final String CANDIDATE = "3570583528 1 udp 2122194687 192.0.2.2 58483 typ host";

  /** What native code writes for a data channel, of an offer. */
  private static final String LOCAL =
      String.join(
          "\r\n",
          "v=0",
          "o=- 4884967659711200188 2 IN IP4 127.0.0.1",
          "s=-",
          "t=0 0",
          "a=group:BUNDLE 0",
          "a=extmap-allow-mixed",
          "a=msid-semantic: WMS",
          "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
          "c=IN IP4 0.0.0.0",
          "a=ice-ufrag:" + UFRAG,
          "a=ice-pwd:" + PASSWORD,
          "a=ice-options:trickle",
          "a=fingerprint:sha-256 " + HASH,
          "a=setup:actpass",
          "a=mid:0",
          "a=sctp-port:5000",
          "a=max-message-size:262144",
          "");

  private static final String LINES =
      "v=0\r\no=- 1 2 IN IP4 0\\.0\\.0\\.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
          + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0\\.0\\.0\\.0\r\n"
          + "a=mid:0\r\na=ice-ufrag:[A-Za-z0-9+/]{4,256}\r\na=ice-pwd:[A-Za-z0-9+/]{22,256}\r\n"
          + "a=ice-options:trickle\r\na=fingerprint:sha-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}\r\n"
          + "a=setup:actpass\r\na=sctp-port:5000\r\na=max-message-size:262144\r\n"
          + "(a=candidate:[ -~]{1,256}\r\n){0,16}";

  @Test
  void theEssentialsOfOurOwnDescriptionAreFoundAndRebuilt() {
    Description description = Sdp.describe(LOCAL, List.of(CANDIDATE));

    assertEquals(UFRAG, description.ufrag());
    assertEquals(PASSWORD, description.password());
    assertEquals(Bytes.hex(HASH.replace(":", "")), description.fingerprint());
    String offer = Sdp.ofOffer(description);
    assertTrue(offer.contains("a=fingerprint:sha-256 " + HASH + "\r\n"));
    assertTrue(offer.endsWith("a=candidate:" + CANDIDATE + "\r\n"));
    assertTrue(offer.contains("a=setup:actpass\r\n"));
    assertTrue(Sdp.ofAnswer(description).contains("a=setup:active\r\n"));
  }

  @Test
  void candidatesAreSignaledWithoutWhatOthersDoNotNeed() {
    String native1 = "candidate:" + CANDIDATE + " generation 0 ufrag haYP network-id 1";
    String reflexive =
        "candidate:1 1 udp 1685987071 198.51.100.7 58483 typ srflx raddr 192.0.2.2 rport 58483";

    assertEquals(Optional.of(CANDIDATE), Sdp.essential(native1));
    assertEquals(
        Optional.of("1 1 udp 1685987071 198.51.100.7 58483 typ srflx"), Sdp.essential(reflexive));
    assertEquals(Optional.empty(), Sdp.essential("candidate:1 1 tcp 15 192.0.2.2 9 typ host"));
  }

  @Test
  void onlyUdpCandidatesWithLiteralAddressesAreUsed() {
    assertTrue(Sdp.isUsable(CANDIDATE));
    assertTrue(Sdp.isUsable("1 1 UDP 1 fd00::2 40000 typ host"));
    assertFalse(Sdp.isUsable("1 1 tcp 1 192.0.2.2 40000 typ host"));
    assertFalse(Sdp.isUsable("1 1 udp 1 8d1f0b60-6b53.local 40000 typ host"));
    assertFalse(Sdp.isUsable("1 1 udp 1 example.org 40000 typ host"));
    assertFalse(Sdp.isUsable("1 1 udp 1 192.0.2.256 40000 typ host"));
    assertFalse(Sdp.isUsable("1 1 udp 1 192.0.2.2 0 typ host"));
    assertFalse(Sdp.isUsable("1 1 udp 1 192.0.2.2 65536 typ host"));
    assertFalse(Sdp.isUsable("1 2 udp 1 192.0.2.2 40000 typ host"));
    assertFalse(Sdp.isUsable("1 1 udp 9999999999 192.0.2.2 40000 typ host"));
    assertFalse(Sdp.isUsable(""));
  }

  @Test
  void unusableCandidatesOfOthersAreLeftOut() {
    Description description =
        new Description(
            UFRAG,
            PASSWORD,
            Bytes.wrap(new byte[32]),
            List.of("1 1 udp 1 8d1f0b60-6b53.local 40000 typ host", CANDIDATE));

    String offer = Sdp.ofOffer(description);

    assertFalse(offer.contains(".local"));
    assertTrue(offer.endsWith("a=max-message-size:262144\r\na=candidate:" + CANDIDATE + "\r\n"));
  }

  @Test
  void aLocalDescriptionWithoutAFingerprintIsAnErrorOfOurs() {
    String without = LOCAL.replace("a=fingerprint", "a=something");

    assertThrows(AssertionError.class, () -> Sdp.describe(without, List.of()));
  }

  @Test
  void whateverADescriptionIsMadeOfItIsRefusedOrFitsTheTemplate() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int rendered = 0;

    for (int i = 0; i < 50_000; i++) {
      Optional<String> sdp = renderGarbage(random);
      if (sdp.isPresent()) {
        rendered++;
        assertTrue(sdp.get().matches(LINES), "seed " + seed + ": " + sdp.get());
      }
    }

    assertTrue(rendered > 500, "seed " + seed + " rendered " + rendered);
  }

  private static Optional<String> renderGarbage(Random random) {
    try {
      List<String> candidates = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        candidates.add(mutated(CANDIDATE, random));
      }
      return Optional.of(
          Sdp.ofOffer(
              new Description(
                  mutated(UFRAG, random),
                  mutated(PASSWORD, random),
                  Bytes.wrap(new byte[random.nextInt(8) == 0 ? random.nextInt(64) : 32]),
                  candidates)));
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    }
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(3); i > 0; i--) {
      String piece =
          switch (random.nextInt(6)) {
            case 0 -> "\r\na=candidate:";
            case 1 -> "\n";
            case 2 -> " ";
            case 3 -> String.valueOf((char) random.nextInt(0x10000));
            case 4 -> "9".repeat(random.nextInt(12));
            default -> "x".repeat(random.nextInt(300));
          };
      mutated.insert(random.nextInt(mutated.length() + 1), piece);
    }
    if (random.nextInt(4) == 0) {
      mutated.setLength(random.nextInt(mutated.length() + 1));
    }
    return mutated.toString();
  }
}
