/** Graft's networks as Spark's transformers, and as jobs for {@code spark-submit}. */
package org.graft.spark;
