package org.arcmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedTest {
  private final Feed<String> feed = new Feed<>(new Callbacks(Runnable::run), String::length);
  private final List<String> heard = new ArrayList<>();

  @Test
  void keepsWhatComesBeforeTheFirstListener() {
    feed.publish("early");

    feed.listen(heard::add);
    feed.publish("late");

    assertEquals(List.of("early", "late"), heard);
  }

  @Test
  void givesASecondListenerOnlyWhatComesAfterIt() {
    List<String> second = new ArrayList<>();
    feed.listen(heard::add);
    feed.publish("one");

    feed.listen(second::add);
    feed.publish("two");

    assertEquals(List.of("one", "two"), heard);
    assertEquals(List.of("two"), second);
  }

  @Test
  void callsTheSecondListenerAfterTheFirstHasThrown() {
    feed.listen(
        item -> {
          throw new IllegalStateException("thrown by a test");
        });
    feed.listen(heard::add);

    feed.publish("one");

    assertEquals(List.of("one"), heard);
  }

  @Test
  void keepsOnlyTheLatestOfTooManyEarlyOnes() {
    for (int i = 0; i <= Feed.EARLY_MAX; i++) {
      feed.publish("item " + i);
    }

    feed.listen(heard::add);

    assertEquals(Feed.EARLY_MAX, heard.size());
    assertEquals("item 1", heard.get(0));
  }
}
