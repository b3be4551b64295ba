package org.arcmesh.core;

import java.util.Objects;
import java.util.Optional;

/**
 * What it takes to be in an overlay: to name its application and, if it is private, to know its
 * secret.
 *
 * @param application whose overlay it is
 * @param secret none: whoever names the application may join
 */
public record Admission(ApplicationKey application, Optional<Secret> secret) {
  private static final String OVERLAY = "arcmesh overlay 1";

  public Admission {
    Objects.requireNonNull(application);
    Objects.requireNonNull(secret);
  }

  /** To the public overlay of an application. */
  public static Admission open(ApplicationKey application) {
    return new Admission(application, Optional.empty());
  }

  /**
   * What the overlay is called at the doors of its signaling nodes, where signatures cover it: the
   * application, or in its place the first 20 bytes of a code that only members can compute.
   */
  public ApplicationKey overlay() {
    return secret
        .map(known -> known.code(OVERLAY, application.bytes()).slice(0, 20))
        .map(ApplicationKey::new)
        .orElse(application);
  }
}
