package org.arcmesh.testbed.check;

import java.util.List;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;

/**
 * The expectations of a scenario.
 *
 * @param all in the order in which they are written
 */
public record Expectations(List<Expectation> all) {
  public Expectations {
    all = List.copyOf(all);
  }

  /**
   * Reads those of {@code scenario}.
   *
   * @throws org.arcmesh.testbed.scenario.ScenarioException if one of them is no comparison
   */
  public static Expectations of(Scenario scenario) {
    return new Expectations(scenario.expect().stream().map(Expectations::parse).toList());
  }

  /** Compares all of them with {@code report}. */
  public List<Expectation.Outcome> check(Report report) {
    return all.stream().map(expectation -> expectation.check(report)).toList();
  }

  private static Expectation parse(Scenario.Expect written) {
    try {
      return Expectation.parse(written.text());
    } catch (IllegalArgumentException e) {
      throw written.place().refuse(e.getMessage());
    }
  }
}
