package org.arcmesh.testbed.picture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.ScenarioException;

/**
 * The moments of the first partition of a run, as the report has them, in milliseconds since its
 * beginning, and the tempo at which they are told. One that did not happen is not a number.
 */
final class Script {
  private static final double LEAD_MILLIS = 5_000;
  private static final double SETTLING_MILLIS_MAX = 12_000;
  private static final double AFTER_MILLIS = 3_000;
  private static final double AFTER_MILLIS_MAX = 15_000;

  /** A wave is seen to have ended before the film does. */
  private static final double WAVE_MILLIS = 1_500;

  final double cutAt;
  final double healedAt;

  /** When half of the smaller side suspected it. */
  final double noticedAt;

  /** When the first peer proved that there is another component; before the heal if it could. */
  final double provenAt;

  /** Since when all were one component. */
  final double oneAt;

  /** When the last peer of a side changed its belief because of the cut, and of the heal. */
  final double settledAt;

  final double agreedAt;

  /** How many components there really were before the cut, and at its end. */
  final int componentsBefore;

  final int componentsApart;
  final Tempo tempo;

  /**
   * @throws ScenarioException if the run ended before its partition did
   */
  Script(Report report, Story story, List<Look> looks) {
    JsonNode split =
        report.find("partitions.list").map(list -> list.path(0)).orElse(MissingNode.getInstance());
    if (!split.has("healedAtMs")) {
      throw new ScenarioException(
          "--svg: the run ended before a partition of it was over; there is nothing to show");
    }
    cutAt = split.get("atMs").asDouble();
    healedAt = split.get("healedAtMs").asDouble();
    noticedAt = cutAt + split.path("detectedMs").asDouble(Double.NaN);
    provenAt = healedAt + split.path("provenMs").asDouble(Double.NaN);
    oneAt = healedAt + split.path("mergedMs").asDouble(Double.NaN);
    double settled = lastBelief(story, cutAt, Math.min(healedAt, cutAt + SETTLING_MILLIS_MAX));
    settledAt = noticedAt < healedAt ? Math.max(settled, noticedAt) : settled;
    double last = looks.get(looks.size() - 1).atMillis;
    double one = Double.isNaN(oneAt) ? last : oneAt;
    agreedAt = lastBelief(story, one, Math.min(last, one + SETTLING_MILLIS_MAX));
    componentsBefore = components(looks, cutAt);
    componentsApart = components(looks, healedAt);
    double end = Math.min(last, end(story));
    tempo =
        new Tempo(Math.max(looks.get(0).atMillis, cutAt - LEAD_MILLIS))
            .until(cutAt, 2.6)
            .until(Math.min(noticedAt, healedAt), 2.4)
            .until(settledAt, 2)
            .until(healedAt, 2.2)
            .until(Math.min(provenAt, one), 1.4)
            .until(one, 2)
            .until(agreedAt, 2)
            .until(Math.max(end, agreedAt + 1), 4.6);
  }

  private double end(Story story) {
    double end = agreedAt + AFTER_MILLIS;
    for (Story.Wave wave : story.waves()) {
      if (wave.atMillis() > agreedAt) {
        return Math.min(agreedAt + AFTER_MILLIS_MAX, Math.max(end, wave.atMillis() + WAVE_MILLIS));
      }
    }
    return end;
  }

  /** As of the last look before that moment. */
  private static int components(List<Look> looks, double before) {
    int components = 0;
    for (Look look : looks) {
      components = look.atMillis < before ? look.components : components;
    }
    return components;
  }

  /** When a belief last changed between the two, or the first of them. */
  private static double lastBelief(Story story, double from, double to) {
    return story.beliefs().stream()
        .mapToDouble(Story.Belief::atMillis)
        .filter(at -> at >= from && at <= to)
        .max()
        .orElse(from);
  }

  /** Whether the film shows this moment. */
  boolean shows(double atMillis) {
    return atMillis >= tempo.fromMillis() && atMillis <= tempo.toMillis();
  }

  boolean isOne() {
    return !Double.isNaN(oneAt);
  }
}
