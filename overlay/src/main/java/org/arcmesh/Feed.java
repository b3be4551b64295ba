package org.arcmesh;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Items of one kind on their way to the application's listeners.
 *
 * <p>Items that come before the first listener wait for it, the {@value #EARLY_MAX} latest of them,
 * so that an application which listens only after it has joined misses nothing. Safe for any
 * thread.
 */
final class Feed<T> {
  static final int EARLY_MAX = 1_000;

  private final Callbacks callbacks;
  private final ToIntFunction<T> size;
  private final List<Consumer<? super T>> listeners = new ArrayList<>();
  private final ArrayDeque<T> early = new ArrayDeque<>();

  Feed(Callbacks callbacks, ToIntFunction<T> size) {
    this.callbacks = callbacks;
    this.size = size;
  }

  synchronized void listen(Consumer<? super T> listener) {
    listeners.add(listener);
    for (T item = early.poll(); item != null; item = early.poll()) {
      call(listener, item);
    }
  }

  synchronized void publish(T item) {
    if (listeners.isEmpty()) {
      early.add(item);
      if (early.size() > EARLY_MAX) {
        early.remove();
      }
    }
    for (Consumer<? super T> listener : listeners) {
      call(listener, item);
    }
  }

  private void call(Consumer<? super T> listener, T item) {
    callbacks.add(() -> listener.accept(item), size.applyAsInt(item));
  }
}
