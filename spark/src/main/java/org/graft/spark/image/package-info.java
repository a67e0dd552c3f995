/** Images as Spark has them: in files, in columns. */
package org.graft.spark.image;
