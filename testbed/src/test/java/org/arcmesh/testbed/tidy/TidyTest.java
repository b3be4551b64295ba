package org.arcmesh.testbed.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the compiler does not check: purity, directions, words, sizes. */
class TidyTest {
  private static final int LINES_MAX = 400;
  private static final int LINES_LISTED = 250;

  private static final Predicate<SourceFile> ALL = file -> true;
  private static final Predicate<SourceFile> PURE =
      file ->
          file.isMain()
              && (file.isIn("org.arcmesh.core")
                  || file.isIn("org.arcmesh.n2n")
                  || file.isIn("org.arcmesh.sampling")
                  || file.isIn("org.arcmesh.broadcast"));
  private static final Predicate<SourceFile> SILENT =
      file -> file.isMain() && !file.isIn("org.arcmesh.cli") && !file.isIn("org.arcmesh.testbed");

  /** What the main sources of a package, and of those below it, may see of ours beside itself. */
  private static final Map<String, String> SEES = sees();

  private static final List<Rule> RULES =
      List.of(
          Rule.code(
              "a pure package sees no I/O",
              PURE,
              "\\b(io\\.netty|dev\\.onvoid|java\\.net|java\\.nio\\.(file|channels)|java\\.io"
                  + "|java\\.util\\.concurrent|com\\.fasterxml|lbms|the8472|org\\.slf4j)\\b"),
          Rule.code(
              "time, threads and randomness come through Context",
              PURE,
              "\\b(currentTimeMillis|nanoTime|Instant\\.now|Clock|Thread|ThreadLocal|synchronized"
                  + "|Math\\.random|ThreadLocalRandom|SecureRandom|randomUUID"
                  + "|new (Splittable)?Random|RandomGenerator\\.\\w+\\(|Timer\\(\\)"
                  + "|Collections\\.shuffle\\([^,]*\\)|parallelStream|parallel\\(\\))"),
          Rule.code(
                  "the order of this differs between runs: Linked*, Tree*, or 'lookup only' if it"
                      + " is never iterated, 'sorted when listed' if it is sorted then",
                  PURE,
                  "new (Concurrent|Identity|Weak)?Hash(Map|Set)\\b|\\b(Set|Map)\\.(of|copyOf|ofEntries)"
                      + "\\((?!\\))|\\b(HashMap|HashSet)::new|\\btoSet\\(\\)|\\btoMap\\([^,]*,[^,]*\\)")
              .unless("lookup only|sorted when listed"),
          Rule.code(
              "only the wrapper sees the DHT library",
              file -> file.isMain() && !file.isIn("org.arcmesh.bootstrap.mainline"),
              "\\b(lbms\\.|the8472\\.)"),
          Rule.code(
              "only the live runtime sees WebRTC",
              file -> file.isMain() && !file.isIn("org.arcmesh.webrtc"),
              "\\bdev\\.onvoid\\b"),
          Rule.code(
              "a class is a noun of the domain",
              SourceFile::isJava,
              "\\b(class|interface|record|enum) \\w*(Manager|Utils?|Impl|Helper)(?![a-z])"),
          Rule.code(
              "classes are final, or sealed", SourceFile::isMain, "^(public )?(abstract )?class "),
          Rule.code(
                  "a thousand peers share a JVM: no static state",
                  SourceFile::isMain,
                  "^ +((private|public|protected|volatile) )*static ((private|public|protected"
                      + "|volatile|transient) )*(?!final |class |record |interface |enum |sealed"
                      + " |abstract |\\{)[^(]*[;=]")
              .unless("a property of the JVM"),
          Rule.code(
              "no arrays in records: they are neither equal nor immutable",
              SourceFile::isMain,
              "\\brecord \\w+(<[^>]*>)?\\([^)]*\\[\\]"),
          Rule.code("events and logs, not stdout", SILENT, "\\bSystem\\.(out|err|exit)\\b"),
          Rule.code("nothing is swallowed", SourceFile::isJava, "\\bprintStackTrace\\("),
          Rule.code("no test is switched off", SourceFile::isTest, "@(Disabled|Ignore)"),
          Rule.code(
              "wait for what is expected (Awaitility), or in virtual time",
              SourceFile::isTest,
              "\\b(Thread|TimeUnit\\.\\w+)\\.sleep\\("),
          Rule.text(
              "American spelling",
              ALL,
              "(?i:neighb"
                  + "our|signal"
                  + "ling|behavi"
                  + "our|serialis"
                  + "e)|\\bcancel"
                  + "led"),
          Rule.text("do it, or open an issue", ALL, "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b"),
          Rule.text(
              "no host of a package registry",
              ALL,
              "(?i)\\b(repo1?|central|registry|index|static)\\.(maven|npmjs|crates|sonatype|docker)"
                  + "\\.|\\bpypi\\.|\\bpythonhosted\\.|\\bcrates\\.io|\\bjitpack\\.|\\bproxy\\.golang"),
          Rule.text("no tab, no space at the end of a line", ALL, "\\t|\\s$"));

  private static final List<SourceFile> FILES = SourceFile.under(SourceFile.root());

  private static Map<String, String> sees() {
    Map<String, String> sees = new LinkedHashMap<>();
    sees.put("org.arcmesh.core", "");
    sees.put("org.arcmesh.n2n", "core");
    sees.put("org.arcmesh.wire", "core|n2n");
    sees.put("org.arcmesh.sim", "core|n2n|wire");
    sees.put("org.arcmesh.webrtc", "core|n2n|wire");
    sees.put("org.arcmesh.sampling", "core|n2n");
    sees.put("org.arcmesh.broadcast", "core|n2n");
    sees.put("org.arcmesh.bootstrap.mainline", "core");
    sees.put("org.arcmesh.bootstrap", "core|n2n|wire|webrtc");
    return sees;
  }

  @Test
  void theSourcesKeepTheRulesOfTheHouse() {
    List<String> offenses =
        FILES.stream()
            .flatMap(file -> RULES.stream().flatMap(rule -> rule.offenses(file).stream()))
            .toList();

    assertNone(offenses);
  }

  @Test
  void everyPackageSeesOnlyWhatIsBelowIt() {
    List<String> offenses =
        FILES.stream()
            .filter(SourceFile::isMain)
            .flatMap(file -> direction(file).offenses(file).stream())
            .toList();

    assertNone(offenses);
  }

  private static Rule direction(SourceFile file) {
    for (Map.Entry<String, String> entry : SEES.entrySet()) {
      String name = entry.getKey();
      if (file.isIn(name)) {
        String seen =
            entry.getValue().isEmpty() ? "" : "|org\\.arcmesh\\.(" + entry.getValue() + ")\\.";
        return Rule.code(
            name + " may not see this",
            SourceFile::isMain,
            "^import (static )?(?!"
                + name.replace(".", "\\.")
                + "\\."
                + seen
                + ")org\\.arcmesh\\.");
      }
    }
    return Rule.code(
        "nobody sees the testbed",
        each -> !each.isIn("org.arcmesh.testbed"),
        "\\borg\\.arcmesh\\.testbed\\b");
  }

  @Test
  void noFileIsLongerThanOneCanRead() {
    Predicate<SourceFile> isLong = file -> file.isJava() && file.lines().size() > LINES_LISTED;
    FILES.stream()
        .filter(isLong)
        .forEach(file -> System.out.println(file.lines().size() + " lines: " + file.path()));

    assertNone(
        FILES.stream()
            .filter(file -> file.isJava() && file.lines().size() - 1 > LINES_MAX)
            .map(file -> file.path() + ": " + (file.lines().size() - 1) + " lines")
            .toList());
  }

  @Test
  void everyTestIsInAFileThatSurefireRuns() {
    assertNone(
        FILES.stream()
            .filter(SourceFile::isTest)
            .filter(
                file ->
                    file.code().stream()
                            .anyMatch(line -> line.matches(" *@(Parameterized)?Test\\b.*"))
                        && !file.path().endsWith("Test.java"))
            .map(SourceFile::path)
            .toList());
  }

  @Test
  void everyPackageSaysWhatItIs() {
    List<SourceFile> main = FILES.stream().filter(SourceFile::isMain).toList();
    TreeSet<String> silent =
        main.stream().map(SourceFile::packageName).collect(Collectors.toCollection(TreeSet::new));

    main.stream()
        .filter(file -> file.path().endsWith("/package-info.java"))
        .forEach(file -> silent.remove(file.packageName()));

    assertNone(List.copyOf(silent));
  }

  @Test
  void thereIsSomethingToCheck() {
    List<String> modules = FILES.stream().map(SourceFile::module).distinct().toList();

    assertTrue(
        modules.containsAll(
            List.of("overlay-n2n", "peer-sampling", "mst-broadcast", "dht-bootstrap", "overlay")),
        modules.toString());
  }

  /**
   * Each line breaks one rule in the given file, and none in the file after it, if there is one.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          core/Peer      | import java.net.Socket;                         | bootstrap/Peer
          core/Peer      | long now = System.nanoTime();                   | webrtc/Peer
          n2n/Arc        | Random random = new Random(1);                  | sim/Arc
          sampling/View  | Map<PeerId, Integer> ages = new HashMap<>();    | sim/View
          sampling/View  | return Set.of(a, b);                            | sim/View
          broadcast/Tree | Collectors.toSet()                              | webrtc/Tree
          wire/Wire      | import lbms.plugins.mldht.kad.DHT;              | bootstrap/mainline/Wire
          sim/Link       | import dev.onvoid.webrtc.RTCConfiguration;      | webrtc/Link
          sim/Link       | record Frame(PeerId to, byte[] content) {}      |
          sim/Link       | private static int count = 0;                   |
          sim/Link       | static volatile Link last;                      |
          sim/Link       | final class LinkManager {                       |
          sim/Link       | record LinkUtils() {}                           |
          sim/Link       | System.out.println(1);                          | cli/Link
          sim/Link       | // a neighb${}our                               |
          sim/Link       | // TO${}DO                                      |
          sim/Link       | // https://repo1.${}maven.org                   |
          """)
  void aRuleSeesWhatItForbids(String where, String line, String elsewhere) {
    String indented = "  " + line.replace("${}", "");

    assertEquals(1, offenses(where, indented).size(), indented);
    if (elsewhere != null) {
      assertEquals(List.of(), offenses(elsewhere, indented));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          core/Peer | // import java.net.Socket;
          core/Peer | String text = "System.nanoTime()";
          core/Peer | Map<String, Integer> ages = new HashMap<>(); // lookup only
          core/Peer | Map<String, Integer> ages = Map.of();
          core/Peer | private static final int COUNT = 0;
          core/Peer | static Peer of(int count) {
          core/Peer | record Simple(Implicit utility) {}
          """)
  void aRuleForbidsNothingElse(String where, String line) {
    assertEquals(List.of(), offenses(where, "  " + line));
  }

  private static List<String> offenses(String where, String line) {
    SourceFile file = SourceFile.of("x/src/main/java/org/arcmesh/" + where + ".java", line);
    return RULES.stream().flatMap(rule -> rule.offenses(file).stream()).toList();
  }

  private static void assertNone(List<String> offenses) {
    assertTrue(offenses.isEmpty(), () -> "\n" + String.join("\n", offenses) + "\n");
  }
}
