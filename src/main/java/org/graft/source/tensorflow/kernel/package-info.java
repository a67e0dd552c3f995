/**
 * TensorFlow's operations one by one, on arrays in plain Java, each as its documentation states it:
 * what folds constants, and what a plan is held against. Knows nothing of plans and layers.
 */
package org.graft.source.tensorflow.kernel;
