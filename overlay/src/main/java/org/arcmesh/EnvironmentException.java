package org.arcmesh;

/**
 * The machine lacks something that a peer needs: a native library, a free port, a folder it may
 * write. The message is one line that says what, and how to get it.
 */
public final class EnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EnvironmentException(String message) {
    super(message);
  }

  public EnvironmentException(String message, Throwable cause) {
    super(message, cause);
  }
}
