package org.arcmesh.bootstrap.mainline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;

/** A node of {@code bittorrent-dht}, in a process of Node.js. */
final class NpmNode implements AutoCloseable {
  private static final Path FOLDER = Path.of("target", "bittorrent-dht").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Endpoint endpoint;
  private final Process process;
  private final PrintWriter input;
  private final List<String> said = new CopyOnWriteArrayList<>();

  private NpmNode(Endpoint endpoint, Process process) {
    this.endpoint = endpoint;
    this.process = process;
    this.input = new PrintWriter(process.getOutputStream(), true, UTF_8);
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader output =
                  new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                output.lines().forEach(said::add);
              } catch (IOException | UncheckedIOException ended) {
                said.add("error " + ended);
              }
            },
            "output of " + endpoint);
    reader.setDaemon(true);
    reader.start();
  }

  /** Why there can be no such node on this machine; installs what it takes, if there can. */
  static Optional<String> problem() throws IOException, InterruptedException {
    for (String tool : List.of("node", "npm")) {
      if (!runs(List.of(tool, "--version"), Path.of("."))) {
        return Optional.of("there is no " + tool + " on this machine");
      }
    }
    if (Files.exists(FOLDER.resolve("node_modules/bittorrent-dht/index.js"))) {
      return Optional.empty();
    }
    Files.createDirectories(FOLDER);
    Files.writeString(FOLDER.resolve("package.json"), "{\"private\": true}");
    return runs(List.of("npm", "install", "--no-audit", "--no-fund", "bittorrent-dht@11"), FOLDER)
        ? Optional.empty()
        : Optional.of("npm cannot install bittorrent-dht");
  }

  private static boolean runs(List<String> command, Path folder)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("npm", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException notFound) {
      return false;
    } finally {
      Files.delete(output);
    }
  }

  static NpmNode start(Endpoint at, Endpoint... bootstrap) throws IOException {
    Path script = FOLDER.resolve("node.mjs");
    try (InputStream source = NpmNode.class.getResourceAsStream("node.mjs")) {
      Files.write(script, source.readAllBytes());
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                script.toString(),
                FOLDER.toString(),
                at.host(),
                String.valueOf(at.port())));
    for (Endpoint each : bootstrap) {
      command.add(each.toString());
    }
    NpmNode node =
        new NpmNode(
            at, new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    node.awaitSaid("ready");
    return node;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  void announce(Bytes key, int port) {
    input.println("announce " + key.toHex() + " " + port);
    awaitSaid("announced " + key.toHex());
  }

  /** Waits until a lookup has found {@code peer}; a lookup may come before what it is to find. */
  void awaitFound(Bytes key, Endpoint peer) {
    input.println("lookup " + key.toHex());
    awaitSaid("peer " + key.toHex() + " " + peer);
  }

  private void awaitSaid(String line) {
    await()
        .atMost(PATIENCE)
        .failFast("the process has ended", () -> !process.isAlive() && !said.contains(line))
        .until(() -> said.contains(line));
  }

  @Override
  public void close() {
    input.close(); // Its end is the end of its input.
    process.destroy();
  }
}
