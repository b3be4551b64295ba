package org.arcmesh.testbed.scenario;

/**
 * A scenario that cannot be run as it is written; the message is one line that says where and why.
 */
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ScenarioException(String message) {
    super(message);
  }
}
