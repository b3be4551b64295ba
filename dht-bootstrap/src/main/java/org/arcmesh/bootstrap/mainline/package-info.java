/**
 * One node of the BitTorrent mainline DHT (BEP 5), public or private, and lookups that do not wait
 * for stragglers.
 *
 * <p>The DHT's packets, routing table and storage are those of mldht; no other package imports it.
 * Lookups and announces are our own, because those of mldht wait ten seconds for the last silent
 * contact.
 */
package org.arcmesh.bootstrap.mainline;
