package org.arcmesh.testbed.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * How fast a film goes: slower where much happens, faster where little does. Between two moments of
 * the run, film time is proportional to the run's.
 */
final class Tempo {
  private final List<Double> run = new ArrayList<>();
  private final List<Double> film = new ArrayList<>();

  /**
   * @param fromMillis the moment of the run at which the film begins
   */
  Tempo(double fromMillis) {
    run.add(fromMillis);
    film.add(0.0);
  }

  /** What lies between the moment before and this one takes so many seconds of film. */
  Tempo until(double atMillis, double seconds) {
    // Moments come in order; what was over before takes no time.
    if (atMillis > run.get(run.size() - 1)) {
      run.add(atMillis);
      film.add(film.get(film.size() - 1) + seconds);
    }
    return this;
  }

  double fromMillis() {
    return run.get(0);
  }

  double toMillis() {
    return run.get(run.size() - 1);
  }

  /** The length of the film in seconds. */
  double seconds() {
    return film.get(film.size() - 1);
  }

  /** The second of the film that shows a moment of the run; its first or last one for others. */
  double of(double atMillis) {
    if (atMillis <= run.get(0)) {
      return 0;
    }
    for (int i = 1; i < run.size(); i++) {
      if (atMillis <= run.get(i)) {
        double share = (atMillis - run.get(i - 1)) / (run.get(i) - run.get(i - 1));
        return film.get(i - 1) + share * (film.get(i) - film.get(i - 1));
      }
    }
    return seconds();
  }
}
