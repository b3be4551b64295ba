package org.arcmesh.testbed.scenario;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Readers of scalars that also refuse what cannot be. */
final class Values {
  private Values() {}

  static Function<String, Integer> countWithin(int least, int most) {
    return text -> {
      int count = Units.count(text);
      if (count < least || count > most) {
        throw new IllegalArgumentException(count + " is not within " + least + ".." + most);
      }
      return count;
    };
  }

  static Function<String, Duration> timeWithin(Duration least, Duration most) {
    return text -> {
      Duration time = Units.duration(text);
      if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
        throw new IllegalArgumentException(
            "'" + text + "' is not within " + show(least) + ".." + show(most));
      }
      return time;
    };
  }

  static Function<String, String> oneOf(List<String> words) {
    return text -> {
      if (!words.contains(text)) {
        throw new IllegalArgumentException(Words.unknown("word", text, words));
      }
      return text;
    };
  }

  static boolean onOrOff(String text) {
    String word = oneOf(List.of("on", "off", "true", "false")).apply(text);
    return word.equals("on") || word.equals("true");
  }

  private static String show(Duration time) {
    long millis = time.toMillis();
    if (millis % 3_600_000 == 0 && millis > 0) {
      return millis / 3_600_000 + "h";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}
