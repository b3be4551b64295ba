package org.arcmesh.broadcast.tree;

import java.util.Arrays;

/** A binary heap of vertices whose keys may be lowered: by a first key, then by a second one. */
final class VertexHeap {
  private final long[] firstKeys;
  private final long[] secondKeys;
  private final int[] heap;
  private final int[] places;
  private int size;

  VertexHeap(int vertices) {
    firstKeys = new long[vertices];
    secondKeys = new long[vertices];
    heap = new int[vertices];
    places = new int[vertices];
    Arrays.fill(places, -1);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds the vertex, or lowers its keys; nothing if its keys are lower already. */
  void offer(int vertex, long first, long second) {
    int place = places[vertex];
    if (place < 0) {
      place = size++;
    } else if (!precedes(first, second, vertex)) {
      return;
    }
    firstKeys[vertex] = first;
    secondKeys[vertex] = second;
    rise(vertex, place);
  }

  /** Takes the vertex with the lowest keys out. */
  int poll() {
    int lowest = heap[0];
    places[lowest] = -1;
    int last = heap[--size];
    if (size > 0) {
      sink(last);
    }
    return lowest;
  }

  private boolean precedes(long first, long second, int vertex) {
    return first != firstKeys[vertex] ? first < firstKeys[vertex] : second < secondKeys[vertex];
  }

  private void rise(int vertex, int from) {
    int place = from;
    while (place > 0) {
      int above = heap[(place - 1) / 2];
      if (!precedes(firstKeys[vertex], secondKeys[vertex], above)) {
        break;
      }
      put(above, place);
      place = (place - 1) / 2;
    }
    put(vertex, place);
  }

  private void sink(int vertex) {
    int place = 0;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size
          && precedes(firstKeys[heap[child + 1]], secondKeys[heap[child + 1]], heap[child])) {
        child++;
      }
      if (!precedes(firstKeys[heap[child]], secondKeys[heap[child]], vertex)) {
        break;
      }
      put(heap[child], place);
      place = child;
    }
    put(vertex, place);
  }

  private void put(int vertex, int place) {
    heap[place] = vertex;
    places[vertex] = place;
  }
}
