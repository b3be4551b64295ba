package org.arcmesh.bootstrap.signaling;

import org.arcmesh.bootstrap.signaling.DoorMessage.Challenge;
import org.arcmesh.bootstrap.signaling.DoorMessage.Proof;
import org.arcmesh.bootstrap.signaling.DoorMessage.Proven;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Secret;

/**
 * How the two sides of a door show each other that they know the secret of a private overlay: each
 * by a code of both nonces, the asker first. Before that nothing else is said.
 */
final class SecretCheck {
  private static final String ASKER = "arcmesh door asker 1";
  private static final String NODE = "arcmesh door node 1";

  private SecretCheck() {}

  /**
   * The asker's half.
   *
   * @param nonce fresh, the asker's own
   */
  static Proof proof(Secret secret, Challenge challenge, Bytes nonce) {
    return new Proof(nonce, secret.code(ASKER, challenge.nonce().concat(nonce)));
  }

  static boolean isProof(Secret secret, Challenge challenge, Proof proof) {
    return secret.isCode(proof.code(), ASKER, challenge.nonce().concat(proof.nonce()));
  }

  /** The node's half. */
  static Proven proven(Secret secret, Challenge challenge, Proof proof) {
    return new Proven(secret.code(NODE, challenge.nonce().concat(proof.nonce())));
  }

  static boolean isProven(Secret secret, Challenge challenge, Proof proof, Proven proven) {
    return secret.isCode(proven.code(), NODE, challenge.nonce().concat(proof.nonce()));
  }
}
