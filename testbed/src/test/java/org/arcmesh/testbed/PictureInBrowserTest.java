package org.arcmesh.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run in a real browser, if there is one. */
@Tag("live")
class PictureInBrowserTest {
  private static final long SECONDS_MAX = 60;

  private static final String SEEN = "<!DOCTYPE html><html><body style=\"margin:0\">";

  /** Looks at a picture every now and then: how many are of the first color, how wide it is. */
  private static final String SEES =
      """
      <script>
      const svg = document.querySelector("svg");
      const peers = [...svg.querySelectorAll(".p")];
      const length = parseFloat(svg.querySelector("animate").getAttribute("dur"));
      const seen = [];
      const widths = [];
      const drawn = () => new Promise(done => setTimeout(done, 40));
      svg.pauseAnimations();
      (async () => {
        for (let t = 0; t < length; t += 0.75) {
          svg.setCurrentTime(t);
          await drawn();
          const colors = peers.map(peer => getComputedStyle(peer).fill);
          seen.push(colors.filter(color => color === "rgb(88, 169, 255)").length + ":" + colors.length);
          const at = peers.map(peer => peer.getScreenCTM().e);
          widths.push(Math.round(Math.max(...at) - Math.min(...at)));
        }
        Object.assign(document.documentElement.dataset,
          {seen: seen.join(" "), widths: widths.join(" "), ready: "true"});
      })();
      </script>
      """;

  private final Optional<Path> browser =
      Stream.of("chromium", "chromium-browser", "google-chrome").flatMap(this::onPath).findFirst();

  @TempDir private Path folder;

  private Stream<Path> onPath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(each -> Path.of(each, name))
        .filter(Files::isExecutable);
  }

  @BeforeEach
  void thereIsABrowser() {
    assumeTrue(browser.isPresent(), "no Chromium on the path: the page of a run was not looked at");
  }

  @Test
  void aRunIsReplayedPeerByPeer() throws Exception {
    Path page =
        run(
            """
            peers: 12
            steps:
              - join: {}
              - settle: 10s
              - broadcast: {rate: 4/s, for: 5s, sources: 2}
              - crash: {peers: 2}
              - partition: {shares: [50%, 50%], for: 20s}
              - heal: {within: 60s}
            expect:
              - "peers.alive == 10"
            """);

    String cut = open(page, "#t=30");
    String before = open(page, "#t=14");

    assertEquals(12, count(graph(cut), "<g class=\"peer [^\"]*\""));
    assertEquals(2, count(graph(cut), "<g class=\"peer gone crashed\""));
    assertEquals(2, count(graph(cut), "<path class=\"hull\""));
    assertEquals(4, count(drawing(cut, "curves"), "data-curve="));
    assertTrue(cut.contains("the network is cut into 5 / 5"), "the cut is told");
    assertTrue(cut.contains("30.0 s of "), "the time is that of the address");
    assertTrue(cut.contains("✓ yes"), "the expectation is shown");
    assertEquals(1, count(cut, "<input id=\"slider\"[^>]* max=\"\\d+\""));
    assertEquals(0, count(graph(before), "<path class=\"hull\""));
    assertEquals(1, count(graph(before), "<path class=\"tree\" d=\"M"));
    assertEquals(1, count(graph(before), "<g class=\"peer [^\"]*source\""));
  }

  @Test
  void aLargeRunIsReplayedAsBubbles() throws Exception {
    Path page = run("peers: 301\nsteps: [join: {over: 3s}, settle: 3s]\n");

    String document = open(page, "#t=5");

    assertEquals(1, count(graph(document), "<g class=\"bubble k0\""));
    assertEquals(0, count(graph(document), "<g class=\"peer"));
    assertEquals(4, count(drawing(document, "curves"), "data-curve="));
  }

  @Test
  void thePictureMovesByItself() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("story.yaml"),
            """
            peers: 24
            steps:
              - join: {}
              - settle: 20s
              - partition: {shares: [50%, 50%], for: 20s, discovery: cut}
              - heal: {within: 60s}
              - settle: 10s
            """);
    Path svg = folder.resolve("story.svg");
    String[] arguments = {"testbed", "run", file.toString(), "--quiet", "--svg", svg.toString()};
    assertEquals(0, Main.commandLine().execute(arguments));
    Path page = Files.writeString(folder.resolve("seen.html"), SEEN + Files.readString(svg) + SEES);

    String document = open(page, "");

    String[] seen = document.replaceAll("(?s).*data-seen=\"([^\"]*)\".*", "$1").split(" ");
    assertEquals("24:24", seen[0], "all of one color at the beginning");
    assertEquals("24:24", seen[seen.length - 1], "and at the end");
    assertTrue(List.of(seen).contains("12:24"), "half of them in between: " + List.of(seen));
    String[] widths = document.replaceAll("(?s).*data-widths=\"([^\"]*)\".*", "$1").split(" ");
    int widest = Stream.of(widths).mapToInt(Integer::parseInt).max().orElseThrow();
    assertTrue(widest > Integer.parseInt(widths[0]) + 150, "the sides drift apart: " + widest);
    assertEquals(widths[0], widths[widths.length - 1]);
  }

  private Path run(String scenario) throws Exception {
    Path file = Files.writeString(folder.resolve("story.yaml"), scenario);
    Path page = folder.resolve("story.html");
    String[] arguments = {"testbed", "run", file.toString(), "--quiet", "--html", page.toString()};
    assertEquals(0, Main.commandLine().execute(arguments));
    return page;
  }

  /** The document as the page's scripts have made it. */
  private String open(Path page, String hash) throws Exception {
    Path document = Files.createTempFile(folder, "document", ".html");
    List<String> command = new ArrayList<>();
    command.add(browser.orElseThrow().toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + Files.createTempDirectory(folder, "browser"),
            "--window-size=1400,1000",
            "--virtual-time-budget=2000",
            "--dump-dom",
            page.toUri() + hash));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(document.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "the browser does not end");
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(document, StandardCharsets.UTF_8);
    assertFalse(count(text, "<html[^>]* data-error=") > 0, "a script failed: " + firstLine(text));
    assertTrue(count(text, "<html[^>]* data-ready=\"true\"") == 1, "the page did not start");
    return text;
  }

  private static String graph(String document) {
    return drawing(document, "graph");
  }

  /** What is inside of an image of the page. */
  private static String drawing(String document, String id) {
    int from = document.indexOf("<svg id=\"" + id + "\"");
    return document.substring(from, document.indexOf("</svg>", from));
  }

  private static String firstLine(String text) {
    return text.lines().filter(line -> line.contains("<html")).findFirst().orElse("");
  }

  private static int count(String text, String pattern) {
    return (int) Pattern.compile(pattern).matcher(text).results().count();
  }
}
