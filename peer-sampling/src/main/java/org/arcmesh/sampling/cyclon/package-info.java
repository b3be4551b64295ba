/**
 * Cyclon: views of a fixed size, shuffled with the oldest neighbor.
 *
 * <p>After Voulgaris, Gavidia, van Steen: "CYCLON: Inexpensive Membership Management for
 * Unstructured P2P Overlays", Journal of Network and Systems Management 13(2), 2005, doi
 * 10.1007/s10922-005-4441-x.
 *
 * <p>Guess: sentences in quotes, here and in the tests, give the paper's rules from memory and have
 * not been compared with its text.
 */
package org.arcmesh.sampling.cyclon;
