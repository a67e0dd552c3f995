package org.graft.source.keras;
import org.graft.storage.Json;
import org.graft.plan.Plan;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
class ScratchTest {
  @org.junit.jupiter.api.Test void print() {
    JsonNode all = Json.read(Path.of("src/test/resources/goldens/layers.json"), JsonNode.class);
    all.properties().forEach(e->{
      ModelConfig c = ConfigReader.read(e.getValue());
      Plan d = DirectReader.read(c);
      try {
        Plan k = Dl4jReader.read(c, 8);
        for (int i=0;i<d.layers().size();i++) if(!d.layers().get(i).equals(k.layers().get(i))) System.out.println("DD "+e.getKey()+": "+d.layers().get(i)+" / "+k.layers().get(i));
      } catch (Throwable t) { System.out.println("XX "+e.getKey()+": "+t); }
    });
  }
}
