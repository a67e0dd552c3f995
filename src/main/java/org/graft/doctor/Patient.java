package org.graft.doctor;

import org.graft.base.Base;
import org.graft.train.TrainRequest;

/**
 * What a user ran.
 *
 * @param batchStatistics whether BatchNorm ran on batches while the head was trained, as in Keras
 *     before 2.2
 */
public record Patient(Base base, TrainRequest request, boolean batchStatistics) {}
