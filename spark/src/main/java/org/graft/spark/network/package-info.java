/** Models on their way to executors, and at work there: one session in each. */
package org.graft.spark.network;
