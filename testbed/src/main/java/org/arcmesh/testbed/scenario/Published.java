package org.arcmesh.testbed.scenario;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure of a paper that a scenario reproduces, or does not. Compared with the mean over several
 * seeds.
 *
 * @param figure what it is, in the words of the paper
 * @param key of the report that measures it
 * @param value as it is published
 * @param sd the published standard deviation
 * @param source which paper, or whose run
 * @param within how far the mean may be off, in the unit of the value; not judged if empty
 * @param note what a reader has to know, above all why it is off
 * @param place where it is written
 */
public record Published(
    String figure,
    String key,
    double value,
    OptionalDouble sd,
    String source,
    OptionalDouble within,
    Optional<String> note,
    Place place) {

  /** Whether {@code mean} is near enough; empty if nobody judges. */
  public Optional<Boolean> holds(double mean) {
    return within.isPresent()
        ? Optional.of(Math.abs(mean - value) <= within.getAsDouble())
        : Optional.empty();
  }
}
