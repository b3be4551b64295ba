package org.arcmesh.testbed.report;

import java.util.Arrays;

/** Measured values, all of them kept. What none of them can tell is not a number. */
public final class Samples {
  private double[] values = new double[16];
  private int count;
  private boolean sorted = true;

  public void add(double value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count++] = value;
    sorted = false;
  }

  public int count() {
    return count;
  }

  public double sum() {
    return Arrays.stream(values, 0, count).sum();
  }

  public double mean() {
    return count == 0 ? Double.NaN : sum() / count;
  }

  /** Standard deviation of the values as a whole population. */
  public double sd() {
    double mean = mean();
    double squares = Arrays.stream(values, 0, count).map(v -> (v - mean) * (v - mean)).sum();
    return count == 0 ? Double.NaN : Math.sqrt(squares / count);
  }

  public double max() {
    return percentile(100);
  }

  /** The least value that at least {@code percent} of the values do not exceed (nearest rank). */
  public double percentile(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    if (!sorted) {
      Arrays.sort(values, 0, count);
      sorted = true;
    }
    int rank = (int) Math.ceil(percent / 100 * count);
    return values[Math.max(rank, 1) - 1];
  }

  /** Puts the percentiles named, {@code p50} and so on, {@code mean} and {@code max}. */
  public void put(Report report, String key, String... names) {
    for (String name : names) {
      double value =
          switch (name) {
            case "mean" -> mean();
            case "max" -> max();
            default -> percentile(Double.parseDouble(name.substring(1)));
          };
      report.put(key + "." + name, value);
    }
  }
}
