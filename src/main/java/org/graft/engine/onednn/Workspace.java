package org.graft.engine.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;

/**
 * The memory of a program: buffers share blocks with others that are not needed at the same time,
 * and all primitives share one scratchpad.
 */
final class Workspace implements AutoCloseable {
  private final List<memory> blocks = new ArrayList<>();

  /** A block while it is being planned. */
  private static final class Plan {
    private final List<Buffer> buffers = new ArrayList<>();
    private long size;

    private void take(Buffer buffer) {
      buffers.add(buffer);
      size = Math.max(size, buffer.size());
    }
  }

  /**
   * Places the buffers of operations that run one after the other.
   *
   * @param entering filled before the first of them
   * @param kept needed to the end
   */
  static Workspace of(List<Buffer> entering, List<ProgramStep> operations, Buffer kept) {
    Map<Buffer, Integer> last = new HashMap<>();
    for (int i = 0; i < operations.size(); i++) {
      int at = i;
      operations.get(i).buffers().forEach(buffer -> last.put(buffer, at));
    }
    last.put(kept, operations.size());
    Map<Buffer, Plan> placed = new HashMap<>();
    List<Plan> free = new ArrayList<>();
    List<Plan> all = new ArrayList<>();
    entering.forEach(buffer -> placed.put(buffer, taken(buffer, free, all)));
    for (int i = 0; i < operations.size(); i++) {
      int at = i;
      List<Buffer> used = operations.get(i).buffers().stream().distinct().toList();
      for (Buffer buffer : used) {
        placed.computeIfAbsent(buffer, b -> taken(b, free, all));
      }
      used.stream().filter(b -> last.get(b) == at).forEach(b -> free.add(placed.get(b)));
    }
    return allocated(all);
  }

  /** The smallest free block that is large enough, the largest grown, or a new one. */
  private static Plan taken(Buffer buffer, List<Plan> free, List<Plan> all) {
    Comparator<Plan> bySize = Comparator.comparingLong(plan -> plan.size);
    Plan found =
        free.stream()
            .filter(plan -> plan.size >= buffer.size())
            .min(bySize)
            .or(() -> free.stream().max(bySize))
            .orElseGet(
                () -> {
                  all.add(new Plan());
                  return all.get(all.size() - 1);
                });
    free.remove(found);
    found.take(buffer);
    return found;
  }

  private static Workspace allocated(List<Plan> plans) {
    Workspace workspace = new Workspace();
    try {
      for (Plan plan : plans) {
        memory block = workspace.allocate(plan.size);
        plan.buffers.forEach(buffer -> buffer.place(block));
      }
    } catch (RuntimeException e) {
      workspace.close();
      throw e;
    }
    return workspace;
  }

  /** A further block of so many bytes. */
  memory allocate(long bytes) {
    memory.desc bytesAlone =
        new memory.desc(
            new long[] {Math.max(1, bytes)}, memory.data_type.u8, memory.format_tag.a, false);
    memory block = new memory(bytesAlone, OneDnn.cpu());
    blocks.add(block);
    return block;
  }

  @Override
  public void close() {
    blocks.forEach(memory::close);
  }
}
