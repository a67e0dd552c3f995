/** Work on a packed folder, part by part: features and answers for all its images. */
package org.graft.spark.job;
