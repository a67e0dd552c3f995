package org.graft.source.tensorflow;

import java.util.Map;
import org.graft.plan.Model;

/** A plan with its weights, and which output of the graph each of its layers computes. */
public record Translation(Model model, Map<String, GraphOutput> origins) {}
