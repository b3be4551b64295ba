/**
 * HyParView: a small symmetric active view, and a larger passive one to mend it from.
 *
 * <p>After Leitão, Pereira, Rodrigues: "HyParView: a membership protocol for reliable gossip-based
 * broadcast", DSN 2007, doi 10.1109/DSN.2007.56.
 *
 * <p>Sentences in quotes, here and in the tests, are the paper's as {@code iroh-gossip} quotes
 * them.
 */
package org.arcmesh.sampling.hyparview;
