/** Figures of a training as they come, for other programs to read: tables, TensorBoard, MLflow. */
package org.graft.track;
