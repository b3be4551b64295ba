package org.arcmesh.testbed.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text file of the project.
 *
 * @param path from the root, with slashes
 * @param lines as they are
 * @param code the lines of a Java file with comments and literals blanked out; else the lines
 */
record SourceFile(String path, List<String> lines, List<String> code) {
  private static final Pattern TEXT =
      Pattern.compile(".*\\.(java|md|xml|yaml|yml|cff|json|html|css|js)|(.*/)?\\.?[A-Za-z]+");
  private static final Pattern SKIPPED = Pattern.compile("(.*/)?(\\.git|target|\\.idea)(/.*)?");

  // Text block, string, character, comment to the end of the line, any other comment.
  private static final Pattern NO_CODE =
      Pattern.compile(
          "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'|//[^\\n]*|/\\*.*?\\*/",
          Pattern.DOTALL);

  static SourceFile of(String path, String text) {
    List<String> lines = List.of(text.split("\n", -1));
    return new SourceFile(path, lines, path.endsWith(".java") ? codeOf(text) : lines);
  }

  private static List<String> codeOf(String text) {
    String code = NO_CODE.matcher(text).replaceAll(found -> blank(found.group()));
    return List.of(code.split("\n", -1));
  }

  private static String blank(String text) {
    return Matcher.quoteReplacement(text.replaceAll("[^\\n]", " "));
  }

  /** The folder of the whole project. */
  static Path root() {
    return Path.of(System.getProperty("arcmesh.home", "..")).toAbsolutePath().normalize();
  }

  /** All text files under a root, those that are generated excepted. */
  static List<SourceFile> under(Path root) {
    List<SourceFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
        String name = root.relativize(path).toString().replace('\\', '/');
        if (!SKIPPED.matcher(name).matches()
            && TEXT.matcher(name).matches()
            && Files.isRegularFile(path)) {
          files.add(of(name, Files.readString(path)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  boolean isJava() {
    return path.endsWith(".java");
  }

  boolean isMain() {
    return isJava() && path.contains("/src/main/");
  }

  boolean isTest() {
    return isJava() && path.contains("/src/test/");
  }

  /** The Java package, with dots. */
  String packageName() {
    int start = path.indexOf("/java/") + "/java/".length();
    return path.substring(start, path.lastIndexOf('/')).replace('/', '.');
  }

  /** Whether this file is in the package, or in one below it. */
  boolean isIn(String name) {
    return isJava() && (packageName() + '.').startsWith(name + '.');
  }

  String module() {
    return path.substring(0, Math.max(0, path.indexOf('/')));
  }
}
