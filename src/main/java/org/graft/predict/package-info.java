/** Exported classifiers at work: images in, labelled probabilities out, on ONNX Runtime alone. */
package org.graft.predict;
