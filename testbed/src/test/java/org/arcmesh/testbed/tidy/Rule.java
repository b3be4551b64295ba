package org.arcmesh.testbed.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A pattern that no line may have.
 *
 * @param reason what to do instead
 * @param files where the rule holds
 * @param pattern what is looked for in a line
 * @param code whether only code counts, not comments and literals
 * @param pardon what pardons a line, in that line or in the one above; null for none
 */
record Rule(
    String reason, Predicate<SourceFile> files, Pattern pattern, boolean code, Pattern pardon) {

  static Rule code(String reason, Predicate<SourceFile> files, String pattern) {
    return new Rule(reason, files, Pattern.compile(pattern), true, null);
  }

  static Rule text(String reason, Predicate<SourceFile> files, String pattern) {
    return new Rule(reason, files, Pattern.compile(pattern), false, null);
  }

  Rule unless(String pardon) {
    return new Rule(reason, files, pattern, code, Pattern.compile(pardon));
  }

  /** Each offending line, as {@code path:line: reason: text}. */
  List<String> offenses(SourceFile file) {
    if (!files.test(file)) {
      return List.of();
    }
    List<String> offenses = new ArrayList<>();
    List<String> searched = code ? file.code() : file.lines();
    for (int i = 0; i < searched.size(); i++) {
      if (pattern.matcher(searched.get(i)).find() && !isPardoned(file.lines(), i)) {
        offenses.add(
            file.path() + ":" + (i + 1) + ": " + reason + ": " + file.lines().get(i).strip());
      }
    }
    return offenses;
  }

  private boolean isPardoned(List<String> lines, int line) {
    return pardon != null
        && (pardon.matcher(lines.get(line)).find()
            || line > 0 && pardon.matcher(lines.get(line - 1)).find());
  }
}
