package org.arcmesh.testbed.scenario;

/**
 * Where something stands in a scenario, for error messages.
 *
 * @param text {@code file:line}, or the command line option that overrides a key
 */
public record Place(String text) {

  static Place of(String file, int line) {
    return new Place(file + ":" + line);
  }

  /** The refusal of what stands here. */
  public ScenarioException refuse(String what) {
    return new ScenarioException(text + ": " + what);
  }

  @Override
  public String toString() {
    return text;
  }
}
