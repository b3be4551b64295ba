package org.arcmesh.bootstrap.signaling;

import java.time.Duration;
import java.util.Optional;
import org.arcmesh.bootstrap.signaling.DoorMessage.Ask;
import org.arcmesh.bootstrap.signaling.DoorMessage.Claims;
import org.arcmesh.bootstrap.signaling.DoorMessage.Enter;
import org.arcmesh.bootstrap.signaling.DoorMessage.Hello;
import org.arcmesh.bootstrap.signaling.DoorMessage.Present;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Component;
import org.arcmesh.core.Ed25519Identity;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Identity;

/** Makes and checks what is signed at a door. */
final class HelloCheck {
  /** PROTOCOLS 7: clocks may differ by this much. */
  static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(300);

  private HelloCheck() {}

  static Hello hello(Identity node, Ask ask, Claims claims) {
    return new Hello(claims, node.sign(Statement.hello(ask, claims)));
  }

  static Present present(
      Identity asker,
      ApplicationKey application,
      Claims node,
      Component component,
      Endpoint endpoint) {
    return new Present(
        asker.publicKey(),
        component,
        endpoint,
        asker.sign(Statement.present(application, node, component, endpoint)));
  }

  static Enter enter(Identity asker, ApplicationKey application, Claims node) {
    return new Enter(asker.publicKey(), asker.sign(Statement.enter(application, node)));
  }

  /** What is wrong with a hello that answers {@code ask}, if anything. */
  static Optional<Rejection> reject(Identity asker, Ask ask, Hello hello, long nowMillis) {
    Claims claims = hello.claims();
    if (Ed25519Identity.isOfSmallOrder(claims.publicKey())) {
      return Optional.of(Rejection.KEY);
    }
    if (!asker.isSignedBy(claims.publicKey(), Statement.hello(ask, claims), hello.signature())) {
      return Optional.of(Rejection.SIGNATURE);
    }
    // Compared without subtracting: a claimed time may be any number.
    if (claims.timeMillis() < nowMillis - CLOCK_TOLERANCE.toMillis()
        || claims.timeMillis() > nowMillis + CLOCK_TOLERANCE.toMillis()) {
      return Optional.of(Rejection.CLOCK);
    }
    if (claims.publicKey().equals(asker.publicKey())) {
      return Optional.of(Rejection.SELF);
    }
    return Optional.empty();
  }

  static boolean isProven(Identity node, ApplicationKey application, Claims ours, Present present) {
    return node.isSignedBy(
        present.publicKey(),
        Statement.present(application, ours, present.component(), present.endpoint()),
        present.signature());
  }

  static boolean isProven(Identity node, ApplicationKey application, Claims ours, Enter enter) {
    return node.isSignedBy(
        enter.publicKey(), Statement.enter(application, ours), enter.signature());
  }
}
