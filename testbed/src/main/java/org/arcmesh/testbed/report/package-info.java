/** What a run tells: the report for programs, and the lines and the table for people. */
package org.arcmesh.testbed.report;
