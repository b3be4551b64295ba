/**
 * The links that broadcast trees ride on: few, near or random, and kept while the sampler moves.
 */
package org.arcmesh.broadcast.backbone;
