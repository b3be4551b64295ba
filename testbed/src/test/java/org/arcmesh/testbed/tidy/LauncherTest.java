package org.arcmesh.testbed.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, as far as it goes without a JVM. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  private static final Path LAUNCHER = SourceFile.root().resolve("arcmesh");

  @TempDir private Path folder;

  private record Result(int status, String out, String err) {}

  @Test
  void helpNamesEveryCommand() throws Exception {
    Result result = run(LAUNCHER, Map.of(), "help");

    assertEquals(0, result.status());
    for (String verb : List.of("testbed", "node", "chat", "dht", "doctor", "test", "bench")) {
      assertTrue(result.out().contains("\n  " + verb + " "), verb);
    }
  }

  @Test
  void nothingToDoIsWrongUsage() throws Exception {
    Result result = run(LAUNCHER, Map.of());

    assertEquals(2, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("usage: "), result.err());
  }

  @Test
  void anUnknownCommandIsAnsweredWithTheNearest() throws Exception {
    Result result = run(LAUNCHER, Map.of(), "tesbet");

    assertEquals(2, result.status());
    assertEquals(
        "arcmesh: there is no command 'tesbet'; the nearest is 'testbed'"
            + " (./arcmesh help lists all)\n",
        result.err());
  }

  @Test
  void itWorksThroughALinkFromAnyFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("mesh"), LAUNCHER);

    Result result = run(link, Map.of(), "doctor");

    assertTrue(result.out().contains(" JDK "), result.out() + result.err());
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    Path tools = Files.createDirectory(folder.resolve("bin"));
    for (String tool :
        List.of("bash", "dirname", "readlink", "sed", "find", "grep", "env", "apt-cache")) {
      for (String place : List.of("/usr/bin/", "/bin/")) {
        if (Files.exists(Path.of(place + tool)) && !Files.exists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), Path.of(place + tool));
        }
      }
    }

    Result result = run(LAUNCHER, Map.of("PATH", tools.toString()), "doctor");

    assertEquals(3, result.status(), result.out() + result.err());
    assertTrue(result.out().contains("missing  Maven\n"), result.out());
    assertTrue(result.out().contains("apt-get install -y"), result.out());
    assertTrue(result.out().contains(" maven"), result.out());
  }

  @Test
  void theLibrariesItBringsAreThoseThatTheRuntimeAndTheReadmeName() throws IOException {
    String launcher = Files.readString(LAUNCHER);
    String runtime =
        Files.readString(
            SourceFile.root()
                .resolve("overlay-n2n/src/main/java/org/arcmesh/webrtc/SharedLibraries.java"));
    String readme = Files.readString(SourceFile.root().resolve("README.md"));
    Matcher library =
        Pattern.compile("^  (lib\\S+\\.so\\.\\d+):(\\S+)$", Pattern.MULTILINE).matcher(launcher);
    int count = 0;

    for (; library.find(); count++) {
      String put = "put(\"" + library.group(1) + "\", \"" + library.group(2) + "\")";
      assertTrue(runtime.contains(put), () -> "the runtime has no " + put);
      assertTrue(readme.contains(library.group(2)), () -> "the README has no " + library.group(2));
    }

    assertEquals(runtime.split("packages\\.put\\(", -1).length - 1, count);
  }

  private Result run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/bash", launcher.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher hangs");
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
