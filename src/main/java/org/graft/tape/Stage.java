package org.graft.tape;

import java.util.List;

/**
 * The steps of one layer.
 *
 * @param opened what they make
 * @param closed what nobody reads after them
 */
record Stage(List<Step> steps, List<Values> opened, List<Values> closed) {}
