/**
 * Why a base learns nothing: checks in the order of what they cost, remedies tried one factor at a
 * time.
 */
package org.graft.doctor;
