/**
 * Transfer learning for the JVM.
 *
 * <pre>
 * weight file ──source──▶ Plan + Weights ──base──▶ Base on the shelf
 * image folder ──image──▶ Dataset ──┐
 * Base + Dataset ──feature──▶ Features   (the frozen part runs once per image)
 * Features + Head + Recipe ──train──▶ Run
 * Runs ──experiment──▶ comparison
 * Run ──export──▶ ONNX · FlatBuffers (+ receipt) ──predict──▶ labelled probabilities
 * </pre>
 */
package org.graft;
