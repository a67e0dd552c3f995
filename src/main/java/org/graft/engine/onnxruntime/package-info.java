/** ONNX Runtime as an engine. */
package org.graft.engine.onnxruntime;
