package org.arcmesh.testbed.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nobody who depends on Arcmesh gets what it is compared with. */
class NotPublishedTest {
  private static final Path HOME = Path.of(System.getProperty("arcmesh.home", ".."));
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>(?:(?!</dependency>).)*", Pattern.DOTALL);

  @Test
  void jgroupsIsForTestsWhereverItIsNamed() throws IOException {
    List<String> named = poms().stream().flatMap(NotPublishedTest::jgroups).toList();

    assertFalse(named.isEmpty());
    assertEquals(
        List.of(), named.stream().filter(text -> !text.contains("<scope>test</scope>")).toList());
  }

  private static List<Path> poms() throws IOException {
    try (Stream<Path> files = Files.walk(HOME, 2)) {
      return files.filter(file -> file.endsWith("pom.xml")).toList();
    }
  }

  private static Stream<String> jgroups(Path pom) {
    try {
      return DEPENDENCY
          .matcher(Files.readString(pom))
          .results()
          .map(MatchResult::group)
          .filter(text -> text.contains("<groupId>org.jgroups"));
    } catch (IOException e) {
      throw new AssertionError(pom + " cannot be read", e);
    }
  }
}
