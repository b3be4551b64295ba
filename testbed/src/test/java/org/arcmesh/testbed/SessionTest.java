package org.arcmesh.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  @TempDir private Path folder;

  @Test
  void runsSideBySideAreThoseOfTheirSeedsAlone() throws Exception {
    Path file = scenario("join.count == 8");

    int together = run(file, "--seeds", "3..4", "--json", out("together"));
    int alone = run(file, "--seed", "4", "--json", out("alone"));

    assertEquals(0, together);
    assertEquals(0, alone);
    assertEquals(
        withoutTheMachine(read("alone")), withoutTheMachine(read("together").at("/runs/1")));
    assertEquals(8, read("together").at("/summary/join.count/mean").asInt());
  }

  @Test
  void aSweepRunsEveryValueWithEverySeedInOrder() throws Exception {
    Path file = scenario("join.count > 0");

    int status =
        run(file, "--seeds", "1..2", "--set", "peers=5,8", "--csv", folder.resolve("csv") + "");

    assertEquals(0, status);
    List<String> starts = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("csv"))) {
      starts.add(String.join(",", List.of(line.split(",")).subList(0, 3)));
    }
    assertEquals(List.of("peers,seed,scenario", "5,1,s", "5,2,s", "8,1,s", "8,2,s"), starts);
  }

  @Test
  void oneSeedThatDoesNotHoldIsStatusOne() throws Exception {
    Path file = scenario("seed == 1");

    assertEquals(0, run(file, "--seeds", "1..1"));
    assertEquals(1, run(file, "--seeds", "1..2"));
  }

  private Path scenario(String expectation) throws Exception {
    return Files.writeString(
        folder.resolve("s.yaml"),
        """
        peers: 8
        period: 1s
        steps:
          - join: {over: 1s}
          - settle: 3s
        expect:
          - "%s"
        """
            .formatted(expectation));
  }

  private int run(Path file, String... options) {
    List<String> words = new ArrayList<>(List.of("testbed", "run", file.toString(), "--quiet"));
    words.addAll(List.of(options));
    return Main.commandLine().execute(words.toArray(String[]::new));
  }

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  private JsonNode read(String name) throws Exception {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }

  private static String withoutTheMachine(JsonNode report) {
    ObjectNode json = report.deepCopy();
    json.remove(List.of("wallMs", "resources"));
    return json.toPrettyString();
  }
}
