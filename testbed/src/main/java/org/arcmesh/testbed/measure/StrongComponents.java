package org.arcmesh.testbed.measure;

/**
 * Sets of peers that reach each other along directed arcs (Tarjan 1972, with a stack of its own
 * since paths are as long as the overlay is large).
 */
final class StrongComponents {
  private final int[][] out;
  private final int[] index;
  private final int[] low;
  private final int[] nextArc;
  private final int[] path;
  private final int[] open;
  private final boolean[] isOpen;
  private int visited;
  private int openCount;
  private int count;

  private StrongComponents(int[][] out) {
    this.out = out;
    this.index = new int[out.length];
    this.low = new int[out.length];
    this.nextArc = new int[out.length];
    this.path = new int[out.length];
    this.open = new int[out.length];
    this.isOpen = new boolean[out.length];
  }

  static int count(int[][] out) {
    StrongComponents components = new StrongComponents(out);
    for (int i = 0; i < out.length; i++) {
      if (components.index[i] == 0) {
        components.visitFrom(i);
      }
    }
    return components.count;
  }

  private void visitFrom(int root) {
    int depth = 0;
    path[0] = root;
    enter(root);
    while (depth >= 0) {
      int at = path[depth];
      if (nextArc[at] < out[at].length) {
        int target = out[at][nextArc[at]++];
        if (index[target] == 0) {
          path[++depth] = target;
          enter(target);
        } else if (isOpen[target]) {
          low[at] = Math.min(low[at], index[target]);
        }
      } else {
        leave(at);
        depth--;
        if (depth >= 0) {
          low[path[depth]] = Math.min(low[path[depth]], low[at]);
        }
      }
    }
  }

  private void enter(int peer) {
    index[peer] = ++visited;
    low[peer] = visited;
    open[openCount++] = peer;
    isOpen[peer] = true;
  }

  private void leave(int peer) {
    if (low[peer] != index[peer]) {
      return;
    }
    count++;
    int member;
    do {
      member = open[--openCount];
      isOpen[member] = false;
    } while (member != peer);
  }
}
