/**
 * Who knows whom: random peer sampling, and what keeps its overlay in one piece.
 *
 * <p>This package and its sub-packages are pure.
 */
package org.arcmesh.sampling;
