/**
 * Networks as ONNX files: plan, or any SameDiff graph → {@link org.graft.export.onnx.OnnxGraph} →
 * rewrite rules → protobuf → file, read back and compared. Operators of opset 17.
 */
package org.graft.export.onnx;
