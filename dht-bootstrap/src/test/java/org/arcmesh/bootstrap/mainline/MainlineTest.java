package org.arcmesh.bootstrap.mainline;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.arcmesh.core.ApplicationKey;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("live")
class MainlineTest {
  private static final Bytes DEMO = ApplicationKey.ofName("demo").bytes();
  private static final Bytes OTHER = ApplicationKey.ofName("other").bytes();
  private static final int PORT = 26881;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void whatOneNodeAnnouncesAnotherFinds() throws Exception {
    long began = System.nanoTime();
    PrivateDht dht = dht(1, 8);
    print("8 nodes started", began);
    Mainline announcer = dht.nodes().get(2);
    Mainline seeker = dht.nodes().get(6);

    began = System.nanoTime();
    int stored = get(announcer.announce(DEMO, 7000));
    print("announced at " + stored, began);
    List<Hint> streamed = new CopyOnWriteArrayList<>();
    began = System.nanoTime();
    LookupResult result = get(seeker.lookup(DEMO, streamed::add));
    print("looked up, " + result.responders() + " responders", began);

    Endpoint expected = new Endpoint(announcer.localEndpoint().host(), 7000);
    assertEquals(7, stored);
    assertEquals(List.of(expected), endpoints(result));
    assertEquals(List.of(expected), streamed.stream().map(Hint::endpoint).toList());
    assertEquals(7, result.responders());
  }

  private PrivateDht dht(int net, int size) throws IOException {
    return opened(
        PrivateDht.start(IntStream.rangeClosed(1, size).mapToObj(i -> at(net, i)).toList()));
  }

  private Mainline node(Endpoint at, Endpoint... bootstrap) throws IOException {
    return opened(Mainline.start(MainlineConfig.privateNode(at, List.of(bootstrap))));
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.add(0, closeable);
    return closeable;
  }

  private static Endpoint at(int net, int host) {
    return new Endpoint("127.77." + net + "." + host, PORT);
  }

  private static List<Endpoint> endpoints(LookupResult result) {
    return result.hints().stream().map(Hint::endpoint).toList();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, SECONDS);
  }

  private static void print(String what, long sinceNanos) {
    System.out.printf("%s: %.1f ms%n", what, (System.nanoTime() - sinceNanos) / 1e6);
  }
}
