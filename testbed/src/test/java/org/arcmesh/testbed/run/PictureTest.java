package org.arcmesh.testbed.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.arcmesh.testbed.picture.Page;
import org.arcmesh.testbed.picture.Recorder;
import org.arcmesh.testbed.report.Progress;
import org.arcmesh.testbed.report.Report;
import org.arcmesh.testbed.scenario.Scenario;
import org.arcmesh.testbed.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** What the page of a run has. */
class PictureTest {
  private static final String STORY =
      """
      about: "</script><b>&"
      peers: 6
      signaling: 2
      steps:
        - join: {}
        - settle: 5s
        - broadcast: {rate: 2/s, for: 2s, sources: 2, deadline: 1s}
        - crash: {peers: 1}
        - leave: {peers: 1}
        - settle: 1s
        - partition: {shares: [50%, 50%], for: 10s}
        - heal: {within: 60s}
      """;

  @Test
  void thePageHasWhatHappenedToWhomAndWhen() throws Exception {
    JsonNode json = data(page(STORY, new ScriptedEngine()));

    assertEquals("</script><b>&", json.get("about").asText());
    assertEquals(6, json.get("peers").size());
    assertEquals(1, json.get("peers").get(1).get(1).asInt(), "the second is a signaling node");
    assertEquals(0, json.get("peers").get(2).get(1).asInt(), "the third is none");
    assertEquals(2, count(json.get("peers"), 5), "gone");
    assertEquals("[[0,\"peers join\"],[0,\"settle for 5 s\"]]", firstTwo(json.get("steps")));
    assertEquals("[7000,\"1 peers crashed\"]", json.get("notes").get(0).toString());
    JsonNode cut = json.get("cuts").get(0);
    assertEquals(10_000, cut.get("to").asLong() - cut.get("from").asLong());
    assertEquals("[2,2]", cut.get("sizes").toString());
    assertEquals(6, cut.get("sides").size());
    assertTrue(json.get("cycles").size() > 3);
    assertTrue(json.at("/report/peers/started").asInt() == 6);
    assertFalse(json.get("report").has("cycles"));
  }

  @Test
  void looksAddUpToTheRun() throws Exception {
    JsonNode json = data(page(STORY, new ScriptedEngine()));

    int alive = 0;
    int components = 0;
    int parts = 0;
    long deliveries = 0;
    long sent = 0;
    for (JsonNode look : json.get("looks")) {
      alive += look.path("n").asInt();
      components += look.path("k").asInt();
      parts = Math.max(parts, components);
      deliveries += look.path("d").asInt();
      sent += look.path("s").asInt();
    }
    assertEquals(4, alive);
    assertEquals(1, components);
    assertEquals(2, parts);
    assertEquals(4, sent);
    assertEquals(4 * 5, deliveries);
  }

  @Test
  void theSameRunGivesTheSamePage() throws Exception {
    Scenario scenario = scenario(STORY.replace("6", "12"));

    String first = looks(scenario);

    assertTrue(first.contains("\"r\":"), "edges that broadcasts went along");
    assertEquals(first, looks(scenario));
  }

  private static String looks(Scenario scenario) throws Exception {
    try (Engine engine = Engines.open("sim", scenario, 7, () -> {})) {
      JsonNode json = data(page(scenario, engine));
      return json.get("looks").toString() + json.get("peers") + json.get("cuts");
    }
  }

  @Test
  void toBeSeenChangesNothing() {
    Scenario scenario = scenario(STORY);

    Report unseen;
    try (Engine engine = Engines.open("sim", scenario, 3, () -> {})) {
      unseen = new Run(scenario, engine, 3, Progress.SILENT).run();
    }
    Report seen;
    try (Engine engine = Engines.open("sim", scenario, 3, () -> {})) {
      Engine watched = new Recorder("", scenario.peers()).watch(engine);
      seen = new Run(scenario, watched, 3, Progress.SILENT).run();
    }

    assertEquals(unseen.find("traceHash"), seen.find("traceHash"));
    assertEquals(unseen.find("cycles"), seen.find("cycles"));
  }

  @Test
  void aLargeOverlayIsShownByItsComponents() throws Exception {
    String story =
        """
        peers: 320
        steps:
          - join: {}
          - settle: 1s
          - partition: {shares: [75%, 25%], for: 2s}
        """;

    JsonNode json = data(page(story, new ScriptedEngine()));

    assertFalse(json.has("peers"));
    assertFalse(json.get("looks").toString().contains("\"a\":"));
    assertTrue(json.get("looks").toString().contains("\"c\":[0,240,1,80]"));
  }

  @Test
  void thePageNeedsNothingFromElsewhere() {
    String page = page(STORY, new ScriptedEngine());

    assertFalse(page.contains("src="), "no file beside it");
    assertFalse(page.replace("http://www.w3.org/2000/svg", "").contains("http"), "no network");
    assertFalse(page.contains("/*DATA*/") || page.contains("/*STYLE*/"), "all is filled in");
    assertEquals(3, page.split("</script>", -1).length - 1, "no text ends a script");
  }

  private static int count(JsonNode lists, int size) {
    int count = 0;
    for (JsonNode list : lists) {
      count += list.size() == size ? 1 : 0;
    }
    return count;
  }

  private static String firstTwo(JsonNode list) {
    return "[" + list.get(0) + "," + list.get(1) + "]";
  }

  private static Scenario scenario(String text) {
    return ScenarioReader.read("t.yaml", text, Map.of());
  }

  private static String page(String story, Engine engine) {
    return page(scenario(story), engine);
  }

  private static String page(Scenario scenario, Engine engine) {
    Recorder recorder = new Recorder(scenario.about(), scenario.peers());
    Progress progress = recorder.watch(Progress.SILENT);
    Report report = new Run(scenario, recorder.watch(engine), 7, progress).run();
    return Page.of(recorder, report);
  }

  private static JsonNode data(String page) throws Exception {
    String start = "id=\"data\">";
    int from = page.indexOf(start) + start.length();
    return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
  }
}
