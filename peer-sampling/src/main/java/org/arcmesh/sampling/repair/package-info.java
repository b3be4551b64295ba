/**
 * Keeps an overlay in one piece: which component a peer is in, whether there are others, how they
 * become one, and how a peer without arcs finds its first.
 */
package org.arcmesh.sampling.repair;
