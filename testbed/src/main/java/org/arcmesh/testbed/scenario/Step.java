package org.arcmesh.testbed.scenario;

import java.util.List;

/**
 * One thing that a run does.
 *
 * @param action what
 * @param during steps, in their own order, that go on meanwhile
 * @param place where it is written
 */
public record Step(Action action, List<Step> during, Place place) {
  public Step {
    during = List.copyOf(during);
  }
}
