package org.arcmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CallbacksTest {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<String> ran = new ArrayList<>();
  private final Callbacks callbacks = new Callbacks(tasks::add);

  @Test
  void runsCallbacksInOrderInOneTaskAtATime() {
    callbacks.add(() -> ran.add("first"), 0);
    callbacks.add(() -> ran.add("second"), 0);

    assertEquals(1, tasks.size());
    tasks.remove().run();

    assertEquals(List.of("first", "second"), ran);
    assertEquals(0, tasks.size());
  }

  @Test
  void asksForAnotherTaskOnceTheLastHasRunOut() {
    callbacks.add(() -> ran.add("first"), 0);
    tasks.remove().run();

    callbacks.add(() -> ran.add("second"), 0);
    tasks.remove().run();

    assertEquals(List.of("first", "second"), ran);
  }

  @Test
  void goesOnAfterACallbackThatThrows() {
    callbacks.add(
        () -> {
          throw new IllegalStateException("thrown by a test");
        },
        0);
    callbacks.add(() -> ran.add("second"), 0);

    tasks.remove().run();

    assertEquals(List.of("second"), ran);
    assertEquals(0, callbacks.dropped());
  }

  @Test
  void dropsWhatHasWaitedLongestWhenTooManyWait() {
    for (int i = 0; i < Callbacks.WAITING_MAX + 2; i++) {
      String name = "callback " + i;
      callbacks.add(() -> ran.add(name), 0);
    }

    tasks.remove().run();

    assertEquals(Callbacks.WAITING_MAX, ran.size());
    assertEquals("callback 2", ran.get(0));
    assertEquals(2, callbacks.dropped());
  }

  @Test
  void dropsWhatHasWaitedLongestWhenTooManyBytesWait() {
    callbacks.add(() -> ran.add("first"), Callbacks.BYTES_MAX);
    callbacks.add(() -> ran.add("second"), 1);

    tasks.remove().run();

    assertEquals(List.of("second"), ran);
    assertEquals(1, callbacks.dropped());
  }

  @Test
  void countsWhatAnExecutorThatIsShutDownRefuses() {
    Callbacks refused =
        new Callbacks(
            task -> {
              throw new RejectedExecutionException();
            });

    refused.add(() -> ran.add("first"), 0);
    refused.add(() -> ran.add("second"), 0);

    assertEquals(List.of(), ran);
    assertEquals(2, refused.dropped());
  }

  @Test
  void anExecutorThatFailsOnceIsAskedAgain() {
    ArrayDeque<Runnable> later = new ArrayDeque<>();
    Callbacks shaky =
        new Callbacks(
            task -> {
              if (later.isEmpty()) {
                later.add(task);
                throw new IllegalStateException("a test of a failing executor");
              }
              task.run();
            });

    shaky.add(() -> ran.add("first"), 0);
    shaky.add(() -> ran.add("second"), 0);

    assertEquals(List.of("second"), ran);
    assertEquals(1, shaky.dropped());
  }
}
