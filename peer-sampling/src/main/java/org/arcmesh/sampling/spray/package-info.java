/**
 * Spray, the default sampler: views that grow with the logarithm of the overlay.
 *
 * <p>After Nédelec, Tanke, Frey, Molli, Mostéfaoui: "An adaptive peer-sampling protocol for
 * building networks of browsers", World Wide Web 21(3), 2018, doi 10.1007/s11280-017-0478-5.
 */
package org.arcmesh.sampling.spray;
