package org.arcmesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arcmesh.bootstrap.mainline.PrivateDht;
import org.arcmesh.cli.ProcessUnderTest;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EmbeddingExampleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Path README = Path.of("..", "README.md");
  private static final Path SOURCE = Path.of("src/test/java/org/arcmesh/EmbeddingExample.java");

  @Test
  void theExampleOfTheReadmeIsTheOneThatIsCompiled() throws IOException {
    Matcher example =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));

    assertTrue(example.find());
    String snippet = example.group(1);

    assertTrue(snippet.lines().count() <= 10, snippet);
    assertTrue(Files.readString(SOURCE).contains(snippet.indent(2)), snippet);
  }

  @Test
  @Tag("live")
  void theExampleOfTheReadmeChats() throws Exception {
    List<Delivery> heard = new CopyOnWriteArrayList<>();
    try (PrivateDht dht = PrivateDht.start(List.of(Endpoint.parse("127.0.93.1:6993")));
        Overlay overlay =
            Overlay.builder()
                .application("demo")
                .privateDht()
                .dht(dht.bootstrap())
                .listen("127.0.93.2:7093")
                .onDelivery(heard::add)
                .join();
        ProcessUnderTest example =
            ProcessUnderTest.start(EmbeddingExample.class, dht.bootstrap().toString())) {
      example.type("hello, everybody");

      await().atMost(PATIENCE).until(() -> !heard.isEmpty());
      assertEquals("hello, everybody", heard.get(0).text());

      overlay.broadcast("hello, you").join();

      example.await("hello, you"::equals, PATIENCE);
      example.endInput();
      assertEquals(0, example.exitStatus(PATIENCE));
    }
  }
}
