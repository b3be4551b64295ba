package org.arcmesh.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NativeThreadTest {
  private final NativeThread thread = new NativeThread();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  @Test
  void framesGoBeforeConnectionsAndEachKindInItsOrder() throws InterruptedException {
    CountDownLatch last = new CountDownLatch(1);
    thread.run(this::waitForGate);
    thread.run(() -> done.add("open"));
    thread.run(() -> done.add("close"));
    thread.run(last::countDown);
    thread.runFirst(() -> done.add("frame 1"));
    thread.runFirst(() -> done.add("frame 2"));

    gate.countDown();

    last.await(10, TimeUnit.SECONDS);
    assertEquals(List.of("frame 1", "frame 2", "open", "close"), done);
  }

  @Test
  void aTaskThatFailsDoesNotKeepTheNextFromRunning() throws InterruptedException {
    CountDownLatch last = new CountDownLatch(1);
    thread.run(
        () -> {
          throw new AssertionError("a test of a failing task");
        });

    thread.runLater(1, last::countDown);

    assertEquals(true, last.await(10, TimeUnit.SECONDS));
  }

  @Test
  void framesWithoutEndDoNotKeepALinkFromOpening() throws InterruptedException {
    CountDownLatch opened = new CountDownLatch(1);
    Runnable frame =
        new Runnable() {
          @Override
          public void run() {
            if (opened.getCount() > 0) {
              thread.runFirst(this);
            }
          }
        };
    thread.runFirst(frame);

    thread.run(opened::countDown);

    assertEquals(true, opened.await(10, TimeUnit.SECONDS));
  }

  @Test
  void isBehindForAsLongAsTheNextTaskHasWaited() throws InterruptedException {
    CountDownLatch last = new CountDownLatch(1);
    thread.run(this::waitForGate);
    thread.run(last::countDown);

    while (thread.behindMillis() < 2) {
      Thread.onSpinWait();
    }
    gate.countDown();

    last.await(10, TimeUnit.SECONDS);
    assertEquals(0, thread.behindMillis());
  }

  private void waitForGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
