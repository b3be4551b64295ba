package org.arcmesh.bootstrap.signaling;

import java.time.Duration;
import java.util.List;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Component;
import org.arcmesh.core.Digest;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;

/** The parts of a conversation, for tests. */
final class Hellos {
  static final ApplicationKey CHESS = ApplicationKey.ofName("chess");
  static final ApplicationKey GO = ApplicationKey.ofName("go");
  static final Endpoint DIALED = new Endpoint("192.0.2.7", 7000);
  static final Endpoint ELSEWHERE = new Endpoint("198.51.100.9", 7001);
  static final Component COMPONENT = new Component(List.of(3L, 5L, 8L), 4_000, 20.5);
  static final long NOW = 1_790_000_000_000L;

  static final Ed25519Identity NODE = Ed25519Identity.generate();
  static final Ed25519Identity ASKER = Ed25519Identity.generate();

  static final Ask ASK = new Ask(CHESS, nonce("asker"), DIALED);
  static final Claims CLAIMS =
      new Claims(NODE.publicKey(), nonce("node"), List.of(ELSEWHERE), 7, COMPONENT, NOW);

  /** In a private network, on a machine that has more to do than this test. */
  static final DoorConfig PATIENT =
      new DoorConfig(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          1_024,
          256,
          64,
          200,
          8,
          32,
          CallerLimits.PRIVATE,
          false,
          peer -> true);

  private Hellos() {}

  static Bytes nonce(String of) {
    return Digest.sha256(Bytes.utf8(of));
  }
}
