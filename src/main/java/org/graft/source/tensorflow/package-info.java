/**
 * TensorFlow's graphs as plans: protobuf bytes → plain nodes → functions inlined and variables
 * filled → named patterns → plan. The TensorFlow runtime is not needed.
 */
package org.graft.source.tensorflow;
