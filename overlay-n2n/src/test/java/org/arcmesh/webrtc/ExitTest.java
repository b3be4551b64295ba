package org.arcmesh.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("live")
class ExitTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  @Test
  void aProgramThatForgetsToCloseStillEndsAndItsOutputIsItsOwn() throws Exception {
    assertEnds(start("exit"), 5, "the result\nlast words\n");
  }

  @Test
  void aProgramThatIsTerminatedSaysItsLastWords() throws Exception {
    Process program = start("wait");
    String first = program.inputReader().readLine();

    program.toHandle().destroy(); // Unlike Process.destroy, this leaves its output open.

    assertEquals("the result", first);
    assertEnds(program, 128 + 15, "last words\n");
  }

  @Test
  void aProgramThatClosesItsRuntimeEndsByItself() throws Exception {
    assertEnds(start("close"), 0, "the result\n");
  }

  private static Process start(String way) throws IOException {
    return new ProcessBuilder(
            JAVA, "-cp", System.getProperty("java.class.path"), LateExit.class.getName(), way)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void assertEnds(Process program, int status, String output) throws Exception {
    boolean ended = program.waitFor(30, TimeUnit.SECONDS);
    StringWriter printed = new StringWriter();
    program.inputReader().transferTo(printed);
    program.destroyForcibly();

    assertTrue(ended, "still running");
    assertEquals(status, program.exitValue());
    assertEquals(output, printed.toString());
  }
}
