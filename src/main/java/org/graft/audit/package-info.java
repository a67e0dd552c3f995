/** Folders of images looked over before anything is learned from them. */
package org.graft.audit;
