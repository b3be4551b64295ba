/**
 * Cyclon: views of a fixed size, shuffled with the oldest neighbor.
 *
 * <p>After Voulgaris, Gavidia, van Steen: "CYCLON: Inexpensive Membership Management for
 * Unstructured P2P Overlays", Journal of Network and Systems Management 13(2), 2005, doi
 * 10.1007/s10922-005-4441-x.
 *
 * <p>Sentences in quotes, here and in the tests, are the steps of the paper's "enhanced shuffling"
 * as its implementers quote them: {@code urps} of p2pcollab, the Cyclon of Splay.
 */
package org.arcmesh.sampling.cyclon;
