package org.arcmesh.broadcast.tree;

import java.util.Arrays;

/**
 * A tree in a {@link Graph}: for each vertex that it reaches the one before it on the way from the
 * root. Immutable.
 */
public final class Tree {
  /** No vertex: the parent of the root, of a vertex that is not reached, or no further child. */
  public static final int NONE = -1;

  private final int root;
  private final int[] parents;
  private final int[] weights;
  private final int[] firstChildren;
  private final int[] nextSiblings;

  /** Takes the arrays over: the parent of each vertex, and the weight of the edge to it. */
  Tree(int root, int[] parents, int[] weights) {
    this.root = root;
    this.parents = parents;
    this.weights = weights;
    firstChildren = filled(parents.length);
    nextSiblings = filled(parents.length);
    for (int vertex = parents.length - 1; vertex >= 0; vertex--) {
      if (parents[vertex] != NONE) {
        nextSiblings[vertex] = firstChildren[parents[vertex]];
        firstChildren[parents[vertex]] = vertex;
      }
    }
  }

  /** An array of {@link #NONE}. */
  static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NONE);
    return array;
  }

  public int root() {
    return root;
  }

  public boolean reaches(int vertex) {
    return vertex == root || parents[vertex] != NONE;
  }

  public int parent(int vertex) {
    return parents[vertex];
  }

  /** The child with the smallest number; its siblings follow in ascending order. */
  public int firstChild(int vertex) {
    return firstChildren[vertex];
  }

  public int nextSibling(int vertex) {
    return nextSiblings[vertex];
  }

  /** The next vertex in preorder, or {@link #NONE}. */
  public int after(int vertex) {
    if (firstChildren[vertex] != NONE) {
      return firstChildren[vertex];
    }
    int at = vertex;
    while (at != NONE && nextSiblings[at] == NONE) {
      at = parents[at];
    }
    return at == NONE ? NONE : nextSiblings[at];
  }

  /** Weight of the edge to the parent, 0 where there is none. */
  int edgeWeight(int vertex) {
    return weights[vertex];
  }

  /** Sum of the weights of all edges. */
  public long weight() {
    long sum = 0;
    for (int vertex = 0; vertex < parents.length; vertex++) {
      sum += parents[vertex] == NONE ? 0 : weights[vertex];
    }
    return sum;
  }

  /** Sum of the weights from the root down to {@code vertex}, which must be reached. */
  public long depth(int vertex) {
    long sum = 0;
    for (int at = vertex; at != root; at = parents[at]) {
      sum += weights[at];
    }
    return sum;
  }

  /** The same edges seen from another root, which must be reached. */
  public Tree rootedAt(int newRoot) {
    if (newRoot == root) {
      return this;
    }
    int[] turned = parents.clone();
    int[] turnedWeights = weights.clone();
    int above = NONE;
    int weightAbove = 0;
    for (int at = newRoot; at != NONE; at = parents[at]) {
      turned[at] = above;
      turnedWeights[at] = weightAbove;
      above = at;
      weightAbove = weights[at];
    }
    return new Tree(newRoot, turned, turnedWeights);
  }
}
