package org.arcmesh;

/**
 * The machine lacks something that a peer needs: a native library, a free port, a folder it may
 * write. The message is one line that says what, and how to get it.
 */
public final class EnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line for the user: what is missing, and how to get it
   */
  public EnvironmentException(String message) {
    super(message);
  }

  /**
   * @param message one line for the user: what is missing, and how to get it
   * @param cause for whoever looks deeper
   */
  public EnvironmentException(String message, Throwable cause) {
    super(message, cause);
  }
}
