package org.arcmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.arcmesh.core.Admission;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.arcmesh.core.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFileTest {
  private static final Admission CHESS = Admission.open(ApplicationKey.ofName("chess"));
  private static final List<Endpoint> NODES =
      List.of(new Endpoint("192.0.2.1", 7000), new Endpoint("2001:db8::1", 7001));

  @TempDir private Path temp;
  private StateFolder folder;

  @BeforeEach
  void openFolder() {
    folder = StateFolder.open(temp);
  }

  @AfterEach
  void closeFolder() {
    folder.close();
  }

  private void keep(Admission admission, List<Endpoint> nodes) {
    NodeFile file = new NodeFile(folder, admission);
    file.write(nodes);
    file.close();
  }

  private List<Endpoint> read(Admission admission) {
    return new NodeFile(folder, admission).read();
  }

  @Test
  void keepsTheNodesThatAnsweredForItsOwnerToRead() throws IOException {
    assertEquals(List.of(), read(CHESS));

    keep(CHESS, NODES);

    assertEquals(NODES, read(CHESS));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("nodes"))));
    assertEquals(false, Files.exists(temp.resolve("nodes.new")));
  }

  @Test
  void thoseOfAnotherOverlayAreNotAsked() {
    keep(CHESS, NODES);

    assertEquals(List.of(), read(Admission.open(ApplicationKey.ofName("go"))));
    assertEquals(
        List.of(),
        read(
            new Admission(
                CHESS.application(),
                Optional.of(Secret.of(Bytes.utf8("one secret of many bytes"))))));
  }

  @Test
  void keepsTheFirstSixtyFour() {
    List<Endpoint> many =
        IntStream.range(0, 100).mapToObj(i -> new Endpoint("192.0.2.1", 7000 + i)).toList();

    keep(CHESS, many);

    assertEquals(many.subList(0, 64), read(CHESS));
  }

  @Test
  void aDamagedFileIsBegunAnew() throws IOException {
    String title = "arcmesh nodes 1 " + CHESS.overlay() + "\n";
    for (String damaged :
        List.of(
            "", "\0\0\0\0", title + "192.0.2.1", title + "a:1\n".repeat(65), "x".repeat(50_000))) {
      Files.writeString(temp.resolve("nodes"), damaged);

      assertEquals(List.of(), read(CHESS), damaged);

      keep(CHESS, NODES);
      assertEquals(NODES, read(CHESS));
    }
  }
}
