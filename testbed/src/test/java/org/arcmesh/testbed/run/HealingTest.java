package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.arcmesh.testbed.picture.Healing;
import org.arcmesh.testbed.picture.Recorder;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioException;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The picture that moves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealingTest {
  private static final int BYTES_MAX = 150_000;

  private static final String STORY =
      """
      peers: 24
      signaling: 2
      period: 2s
      beat: 1s
      steps:
        - join: {over: 2s}
        - settle: 14s
        - broadcast: {rate: 2/s, for: 3s, sources: 2}
        - partition: {shares: [50%, 50%], for: 15s, discovery: cut}
          during:
            - settle: 11s
            - broadcast: {rate: 2/s, for: 3s, sources: 2}
        - heal: {within: 60s}
        - broadcast: {rate: 2/s, for: 3s, sources: 2}
      """;

  private final Drawn drawn = draw(STORY, 7);

  private record Drawn(String svg, Report report) {
    Document document() throws Exception {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    List<Element> all(String tag) throws Exception {
      NodeList found = document().getElementsByTagName(tag);
      List<Element> elements = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        elements.add((Element) found.item(i));
      }
      return elements;
    }

    List<Element> groups(String kind) throws Exception {
      return all("g").stream().filter(group -> group.getAttribute("class").equals(kind)).toList();
    }
  }

  @Test
  void theSameSeedGivesTheSamePicture() {
    assertEquals(drawn.svg(), draw(STORY, 7).svg());
    assertFalse(drawn.svg().equals(draw(STORY, 6).svg()));
  }

  @Test
  void everyPeerIsAGroupOnItsSide() throws Exception {
    assertEquals(24, drawn.groups("p").size());
    assertEquals(2, drawn.groups("side").size());
    for (Element side : drawn.groups("side")) {
      assertEquals(12, Pattern.compile("class=\"p\"").matcher(text(side)).results().count());
    }
  }

  @Test
  void timesAreInOrderAndAllTracksAreOfOneLength() throws Exception {
    List<Element> tracks = new ArrayList<>(drawn.all("animate"));
    tracks.addAll(drawn.all("animateTransform"));
    TreeSet<String> lengths = new TreeSet<>();
    for (Element track : tracks) {
      lengths.add(track.getAttribute("dur"));
      assertEquals("indefinite", track.getAttribute("repeatCount"));
      int values = track.getAttribute("values").split(";").length;
      if (!track.hasAttribute("keyTimes")) {
        assertEquals(2, values);
        continue;
      }
      String[] times = track.getAttribute("keyTimes").split(";");
      assertEquals(values, times.length, track.getAttribute("keyTimes"));
      assertEquals("0", times[0]);
      assertEquals("1", times[times.length - 1]);
      for (int i = 1; i < times.length; i++) {
        boolean ordered = Double.parseDouble(times[i - 1]) <= Double.parseDouble(times[i]);
        assertTrue(ordered, track.getAttribute("keyTimes"));
      }
      if (track.hasAttribute("keySplines")) {
        assertEquals(values - 1, track.getAttribute("keySplines").split(";").length);
      }
    }
    assertEquals(1, lengths.size(), "lengths: " + lengths);
    assertTrue(tracks.size() > 100, "tracks: " + tracks.size());
  }

  @Test
  void oneSideChangesItsColorAndChangesItBack() throws Exception {
    int changed = 0;
    for (Element peer : drawn.groups("p")) {
      List<String> colors = new ArrayList<>();
      for (Element track : children(peer, "animate")) {
        if (track.getAttribute("attributeName").equals("fill")) {
          colors.addAll(List.of(track.getAttribute("values").split(";")));
        }
      }
      if (!colors.isEmpty()) {
        changed++;
        assertEquals(colors.get(0), colors.get(colors.size() - 1));
        assertEquals(2, new TreeSet<>(colors).size(), "colors: " + colors);
      }
    }
    assertEquals(12, changed);
  }

  @Test
  void arcsAreTornByTheCutAndBridgesOpenAfterIt() throws Exception {
    Element torn = drawn.groups("x torn").get(0);
    Element bridges = drawn.groups("x bridges").get(0);

    assertTrue(children(torn, "path").size() > 0);
    assertTrue(children(bridges, "path").size() > 0);
    for (Element path : children(bridges, "path")) {
      assertEquals("0", path.getAttribute("opacity"), "nobody sees a bridge from the beginning");
    }
  }

  @Test
  void aBroadcastGoesToAllBeforeAndToASideMeanwhile() throws Exception {
    String said = drawn.all("desc").get(0).getTextContent();

    assertTrue(said.contains("A broadcast reaches all 24, from neighbor to neighbor."), said);
    assertTrue(said.contains("A broadcast reaches 12 peers, and no more."), said);
    assertTrue(
        said.endsWith("A broadcast reaches all 24. What each side had missed has arrived, too."),
        said);
  }

  @Test
  void theTimesAreThoseOfTheReport() throws Exception {
    String said = drawn.all("desc").get(0).getTextContent();
    assertTrue(said.contains("suspects it " + time(drawn, "detectedMs") + " after the cut"), said);
    assertTrue(said.contains("One component " + time(drawn, "mergedMs") + " after the heal"), said);
  }

  private static String time(Drawn drawn, String key) {
    double millis = drawn.report().find("partitions.list").orElseThrow().get(0).get(key).asDouble();
    return millis < 100
        ? Math.round(millis) + " ms"
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
  }

  @Test
  void aPictureIsSmallAndNeedsNothingFromElsewhere() {
    Scenario scenario = shipped();

    String svg = draw(scenario, 1).svg();

    assertEquals(40, scenario.peers());
    assertSmallAndAlone(svg);
  }

  @Test
  void thePictureOfTheReadmeIsOfFortyRealPeersAndComesFirst() throws Exception {
    Drawn shown = new Drawn(Files.readString(Path.of("..", "docs", "healing.svg")), new Report());

    assertEquals(40, shown.groups("p").size());
    assertTrue(shown.svg().contains("healing on webrtc, seed 1"));
    assertSmallAndAlone(shown.svg());
    String readme = Files.readString(Path.of("..", "README.md"));
    assertTrue(readme.lines().skip(2).findFirst().orElse("").endsWith("(docs/healing.svg)"));
  }

  private static void assertSmallAndAlone(String svg) {
    int bytes = svg.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes <= BYTES_MAX, "bytes: " + bytes);
    String own = svg.replace("xmlns=\"http://www.w3.org/2000/svg\"", "").replace("url(#c)", "");
    for (String foreign : List.of("http", "<script", "href", "url(", "@import", "<image", " on")) {
      assertFalse(
          own.replaceAll(">[^<]*<", "><").contains(foreign), "it has no business with " + foreign);
    }
  }

  @Test
  void threeSidesDriftApartInThreeDirections() throws Exception {
    Drawn drawn = draw(STORY.replace("[50%, 50%]", "[40%, 30%, 30%]"), 5);

    TreeSet<String> ways = new TreeSet<>();
    for (Element side : drawn.groups("side")) {
      ways.add(children(side, "animateTransform").get(0).getAttribute("values"));
    }
    assertEquals(3, ways.size());
    assertEquals(24, drawn.groups("p").size());
  }

  @Test
  void whoWasGoneBeforeItBeginsIsNotInIt() throws Exception {
    String crash = "  - crash: {peers: 4}\n  - settle: 20s\n  - partition";

    Drawn drawn = draw(STORY.replace("  - partition", crash), 5);

    assertEquals(20, drawn.groups("p").size());
    String said = drawn.all("desc").get(0).getTextContent();
    assertTrue(said.startsWith("20 peers, one overlay. "), said);
    assertTrue(said.contains("10 | 10: "), said);
  }

  @Test
  void aCutOfOneDirectionIsSaidSo() throws Exception {
    Drawn drawn = draw(STORY.replace("discovery: cut", "discovery: cut, direction: one-way"), 5);

    String said = drawn.all("desc").get(0).getTextContent();
    assertTrue(said.contains("what goes from left to right is lost, what comes back is not"), said);
  }

  @Test
  void aCutOfSetUpsTearsNoArc() throws Exception {
    Drawn drawn = draw(STORY.replace("discovery: cut", "cut: set-ups"), 5);

    assertEquals(0, drawn.groups("x torn").size());
    assertEquals(0, children(drawn.groups("side").get(0), "animateTransform").size(), "no drift");
    String said = drawn.all("desc").get(0).getTextContent();
    assertTrue(said.contains("links stay, but none can be opened across."), said);
  }

  @Test
  void whatNeverBecomesOneIsSaidSo() throws Exception {
    String story = STORY.replace("within: 60s", "within: 1s") + "repair: off\n";

    String said = draw(story, 5).all("desc").get(0).getTextContent();

    assertTrue(said.endsWith("Not one overlay. Not by the end of this run."), said);
  }

  @Test
  void aRunThatEndedBeforeItsPartitionWasOverHasNoPicture() {
    Recorder recorder = new Recorder("", 2);

    ScenarioException refused =
        assertThrows(ScenarioException.class, () -> Healing.of(recorder, new Report()));

    assertEquals(
        "--svg: the run ended before a partition of it was over; there is nothing to show",
        refused.getMessage());
  }

  private static List<Element> children(Element parent, String tag) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element && element.getTagName().equals(tag)) {
        found.add(element);
      }
    }
    return found;
  }

  private static String text(Element element) {
    StringBuilder text = new StringBuilder();
    children(element, "g")
        .forEach(group -> text.append("class=\"" + group.getAttribute("class") + "\""));
    return text.toString();
  }

  private static Scenario shipped() {
    try {
      String text = Files.readString(Path.of("..", "scenarios", "healing.yaml"));
      return ScenarioReader.read("healing.yaml", text, Map.of());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Drawn draw(String story, long seed) {
    return draw(ScenarioReader.read("t.yaml", story, Map.of()), seed);
  }

  private static Drawn draw(Scenario scenario, long seed) {
    Recorder recorder = new Recorder(scenario.about(), scenario.peers());
    try (Engine engine = Engines.open("sim", scenario, seed, () -> {})) {
      Progress progress = recorder.watch(Progress.SILENT);
      Report report = new Run(scenario, recorder.watch(engine), seed, progress).run();
      return new Drawn(Healing.of(recorder, report), report);
    }
  }
}
