/** Heads on features that a cluster computed: their fit, and the files that they become. */
package org.graft.spark.head;
