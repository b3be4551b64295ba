/** Records a run as it goes on, and makes one page of it that replays it in a browser. */
package org.arcmesh.testbed.picture;
