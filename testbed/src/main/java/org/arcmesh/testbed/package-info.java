/** The testbed's commands, and {@code Main}, the one entry of the launcher. */
package org.arcmesh.testbed;
