package org.arcmesh.testbed.scenario;

import java.util.Collection;

/** Finds the word that was probably meant. */
public final class Words {
  private Words() {}

  /**
   * The known word with the least edits (insertion, removal, replacement) to {@code word}; of equal
   * ones the first.
   */
  public static String nearest(String word, Collection<String> known) {
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int edits = edits(word, candidate);
      if (edits < least) {
        least = edits;
        best = candidate;
      }
    }
    return best;
  }

  /** Whether {@code word} may have been meant to be {@code known}: at least half of it is. */
  public static boolean isNear(String word, String known) {
    return 2 * edits(word, known) <= Math.max(word.length(), known.length());
  }

  /** {@code unknown key 'pers', nearest known 'peers'}. */
  public static String unknown(String kind, String word, Collection<String> known) {
    return "unknown " + kind + " '" + word + "', nearest known '" + nearest(word, known) + "'";
  }

  private static int edits(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
