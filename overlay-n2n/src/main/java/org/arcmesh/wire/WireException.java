package org.arcmesh.wire;

import java.util.Objects;

/**
 * A frame or a bundle that no peer of ours sends: the remote's fault.
 *
 * <p>It has no stack trace, for a stranger may cause as many as it likes.
 */
public final class WireException extends Exception {
  private final Reason reason;

  /** What is wrong with a frame. */
  public enum Reason {
    /** Not our version of the wire. */
    VERSION,
    /** No protocol or no message of this number. */
    TYPE,
    /** Longer than allowed, or shorter than its own header or prefix says. */
    SIZE,
    /** The body is not the message that the type names, or not within its limits. */
    CONTENT
  }

  public WireException(Reason reason, String message) {
    this(reason, message, null);
  }

  WireException(Reason reason, String message, Throwable cause) {
    super(message, cause, false, false);
    this.reason = Objects.requireNonNull(reason);
  }

  public Reason reason() {
    return reason;
  }
}
