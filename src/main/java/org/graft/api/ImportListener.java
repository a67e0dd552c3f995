package org.graft.api;

import org.graft.base.Base;
import org.graft.base.BaseRecord;
import org.graft.base.Verification;

/** Told how an import gets on; hears of what it overrides. */
public interface ImportListener {
  /** Does without being told. */
  ImportListener SILENT = new ImportListener() {};

  /** A base was held against activations; where it does not agree, the import ends behind this. */
  default void verified(Base base, Verification proof) {}

  /** A base of the same name that was made of another file is about to be replaced. */
  default void replacing(BaseRecord old) {}
}
