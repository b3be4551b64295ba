package org.arcmesh.bootstrap.signaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.bootstrap.mainline.LookupResult;
import org.arcmesh.core.Endpoint;

/** Where an overlay meets in the DHT: under all its keys of the moment. */
final class Rendezvous {
  private final MainlineLookup mainline;
  private final LookupKeys keys;

  Rendezvous(MainlineLookup mainline, LookupKeys keys) {
    this.mainline = mainline;
    this.keys = keys;
  }

  /**
   * @param onFound as that of {@link MainlineLookup#lookup}
   * @return what was found under all keys; fails if one lookup does
   */
  CompletableFuture<LookupResult> lookup(Consumer<Hint> onFound) {
    return all(keys.now().stream().map(key -> mainline.lookup(key, onFound)).toList())
        .thenApply(Rendezvous::merge);
  }

  /**
   * @return how many nodes of the DHT stored the key that the fewest stored
   */
  CompletableFuture<Integer> announce(int port) {
    return all(keys.now().stream().map(key -> mainline.announce(key, port)).toList())
        .thenApply(stored -> stored.stream().min(Comparator.naturalOrder()).orElse(0));
  }

  private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> each) {
    return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> each.stream().map(CompletableFuture::join).toList());
  }

  private static LookupResult merge(List<LookupResult> results) {
    if (results.size() == 1) {
      return results.get(0);
    }
    Map<Endpoint, Set<Endpoint>> named = new LinkedHashMap<>();
    int responders = 0;
    int portless = 0;
    for (LookupResult result : results) {
      responders = Math.max(responders, result.responders());
      portless += result.portless();
      result
          .hints()
          .forEach(
              hint ->
                  named
                      .computeIfAbsent(hint.endpoint(), key -> new LinkedHashSet<>())
                      .addAll(hint.responders()));
    }
    List<Hint> hints = new ArrayList<>();
    named.forEach((endpoint, by) -> hints.add(new Hint(endpoint, List.copyOf(by))));
    return new LookupResult(hints, responders, portless);
  }
}
