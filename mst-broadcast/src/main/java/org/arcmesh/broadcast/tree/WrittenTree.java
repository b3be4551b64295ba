package org.arcmesh.broadcast.tree;

import java.util.List;

/**
 * A tree written down in preorder, without its root: first the first child of the root, then all
 * below that child, then the next one.
 *
 * @param peers the beginnings of their ids
 * @param children of each of them, how many children it has
 */
public record WrittenTree(List<Long> peers, List<Integer> children) {
  public static final WrittenTree EMPTY = new WrittenTree(List.of(), List.of());

  public WrittenTree {
    peers = List.copyOf(peers);
    children = List.copyOf(children);
    if (peers.size() != children.size()) {
      throw new IllegalArgumentException(peers.size() + " peers, " + children.size() + " numbers");
    }
    for (int place = 0; place < peers.size(); place = end(children, place)) {}
  }

  /** The place after the last peer below the one at {@code place}. */
  private static int end(List<Integer> children, int place) {
    int end = place;
    for (long left = 1; left > 0; left--) {
      if (end == children.size() || children.get(end) < 0) {
        throw new IllegalArgumentException("a tree that ends early");
      }
      left += children.get(end++);
    }
    return end;
  }

  /** Where the next sibling of the peer at {@code place} is, or where that would be. */
  public int next(int place) {
    return end(children, place);
  }

  /** What is below the peer at {@code place}. */
  public WrittenTree below(int place) {
    int end = next(place);
    return new WrittenTree(peers.subList(place + 1, end), children.subList(place + 1, end));
  }
}
