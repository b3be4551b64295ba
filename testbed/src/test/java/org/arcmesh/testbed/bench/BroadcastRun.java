package org.arcmesh.testbed.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.arcmesh.Delivery;
import org.arcmesh.Overlay;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;

/**
 * Two peers in one JVM, each with a runtime of its own, and one real link between them over
 * loopback: how fast signed broadcasts get from {@link Overlay#broadcast} of one to the listener of
 * the other, each once and in order.
 *
 * <p>Arguments: how many broadcasts, and how many bytes each.
 */
public final class BroadcastRun {
  private static final Endpoint LISTEN = Endpoint.parse("127.0.94.1:7094");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int IN_FLIGHT = 8_000;
  private static final long BYTES_IN_FLIGHT = 24 << 20;

  private final int count;
  private final int size;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile String wrong;
  private long next;

  private BroadcastRun(int count, int size) {
    this.count = count;
    this.size = size;
  }

  private void onDelivery(Delivery delivery) {
    if (delivery.sequence() != next || delivery.payload().size() != size) {
      wrong = "got " + delivery.sequence() + " in place of " + next;
      done.countDown();
    }
    if (++next == count) {
      done.countDown();
    }
  }

  private void run() throws Exception {
    try (Overlay receiver =
            Overlay.builder()
                .application("bench")
                .withoutDht()
                .listen(LISTEN)
                .onDelivery(this::onDelivery)
                .join();
        Overlay sender =
            Overlay.builder().application("bench").withoutDht().contacts(LISTEN).join()) {
      if (!sender.awaitJoined(PATIENCE)) {
        throw new IllegalStateException("not joined");
      }
      await().atMost(PATIENCE).until(() -> receiver.view().neighbors().contains(sender.self()));
      long memory = residentMegabytes();
      long cpu = cpuNanos();
      long begun = System.nanoTime();
      send(sender);
      boolean arrived = done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      double seconds = (System.nanoTime() - begun) / 1e9;
      if (!arrived || wrong != null) {
        throw new IllegalStateException(
            wrong != null ? wrong : next + " of " + count + ", " + receiver.view());
      }
      System.out.printf(
          "%,d broadcasts of %,d bytes in %.2f s: %,.0f a second, %.1f MB/s; %.1f s of processor,"
              + " resident %,d -> %,d MB, heap %d MB%n",
          count,
          size,
          seconds,
          count / seconds,
          (double) count * size / 1e6 / seconds,
          (cpuNanos() - cpu) / 1e9,
          memory,
          residentMegabytes(),
          heapMegabytes());
    }
  }

  private void send(Overlay sender) throws InterruptedException {
    byte[] content = new byte[size];
    new SplittableRandom(1).nextBytes(content);
    Bytes payload = Bytes.wrap(content);
    int most = (int) Math.max(1, Math.min(IN_FLIGHT, BYTES_IN_FLIGHT / size));
    Semaphore inFlight = new Semaphore(most);
    for (int i = 0; i < count && wrong == null; i++) {
      inFlight.acquire();
      sender
          .broadcast(payload)
          .whenComplete(
              (number, failure) -> {
                if (failure != null) {
                  wrong = "not accepted: " + failure;
                  done.countDown();
                }
                inFlight.release();
              });
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  private static long heapMegabytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory() >> 20;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2) {
      new BroadcastRun(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
    } else {
      new BroadcastRun(500_000, 100).run(); // To warm up.
      new BroadcastRun(2_000_000, 100).run();
      new BroadcastRun(100_000, 10_000).run();
      new BroadcastRun(1_500, 1_000_000).run();
    }
    System.exit(0);
  }
}
