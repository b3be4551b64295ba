package org.arcmesh.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Standard input and output, in UTF-8 whatever the locale. */
final class Terminal {
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  /** Prints a line, at once. Safe for any thread. */
  void print(String line) {
    out.println(line);
  }

  /**
   * Hands every line of the input to {@code onLine}, on a thread of its own.
   *
   * @return done when the person at the terminal has ended the input; never when the input is no
   *     terminal, so that a peer can run as a service
   */
  CompletableFuture<Void> readLines(Consumer<String> onLine) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(onLine, ended), "arcmesh-input");
    reader.setDaemon(true);
    reader.start();
    return ended;
  }

  private static void read(Consumer<String> onLine, CompletableFuture<Void> ended) {
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        onLine.accept(line);
      }
      if (isInputATerminal()) {
        ended.complete(null);
      }
    } catch (IOException e) {
      ended.completeExceptionally(e);
    }
  }

  // Newer JDKs have a console even without a terminal, so Linux is asked itself where it can be.
  private static boolean isInputATerminal() {
    Path input = Path.of("/proc/self/fd/0");
    try {
      String target = Files.readSymbolicLink(input).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }
}
