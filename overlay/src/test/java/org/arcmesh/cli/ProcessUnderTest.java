package org.arcmesh.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A program of ours in a JVM of its own, with what it printed, and a keyboard. */
public final class ProcessUnderTest implements AutoCloseable {
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader = new Thread(this::read);

  private ProcessUnderTest(Process process) {
    this.process = process;
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts {@code arcmesh} with these arguments. */
  public static ProcessUnderTest arcmesh(String... arguments) throws IOException {
    return start(Arcmesh.class, arguments);
  }

  /** Starts a program with the class path of this test. */
  public static ProcessUnderTest start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessUnderTest(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  public void type(String line) throws IOException {
    OutputStream keyboard = process.getOutputStream();
    keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Waits for a line that matches, and returns the first one. */
  public String await(Predicate<String> matches, Duration patience) {
    return Awaitility.await()
        .atMost(patience)
        .failFast(
            "the process ended",
            () -> {
              if (isOver() && lines.stream().noneMatch(matches)) {
                throw new AssertionError(
                    "ended with " + process.exitValue() + ", having printed " + lines);
              }
            })
        .until(() -> lines.stream().filter(matches).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM. The output can still be read, which {@code Process.destroy} would prevent. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Waits for the end of the process and of its output. */
  public int exitStatus(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running, having printed " + lines);
    }
    reader.join(patience.toMillis());
    return process.exitValue();
  }

  /** Ends the process at once, as a crash of the machine would. */
  public void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Kills the process if it still runs. */
  @Override
  public void close() {
    kill();
  }

  private boolean isOver() {
    return !process.isAlive() && !reader.isAlive();
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      output.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("(output cut: " + e + ")");
    }
  }
}
