package org.graft.source.keras;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.graft.failure.InputException;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.plan.ScaledAdd;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What descriptions may say, and what they may not without being refused by name. */
class DescriptionsTest {
  private static final String INPUT =
      "{'class_name':'InputLayer','name':'in','config':{'name':'in','batch_input_shape':[null,8,8,3],"
          + "'dtype':'float32'},'inbound_nodes':[]}";
  private static final String CONV =
      "'filters':4,'kernel_size':[3,3],'strides':[1,1],'padding':'same','activation':'relu'";

  private static final String DILATED =
      "'filters':4,'kernel_size':[3,3],'strides':[2,2],'padding':'same','activation':'relu',"
          + "'dilation_rate':[2,2]";

  private static Plan read(String layers) {
    String json =
        "{'class_name':'Functional','config':{'name':'m','layers':["
            + INPUT
            + ","
            + layers
            + "],'input_layers':[['in',0,0]],'output_layers':[['out',0,0]]}}";
    return DirectReader.read(ConfigReader.read(Json.parse(json.replace('\'', '"'), Path.of("m"))));
  }

  private static String layer(String className, String fields) {
    return "{'class_name':'"
        + className
        + "','name':'out','config':{'name':'out',"
        + fields
        + "},'inbound_nodes':[[['in',0,0,{}]]]}";
  }

  @Test
  void keras2WordsAreUnderstood() {
    assertThat(read(layer("Conv2D", CONV)).parameterCount()).isEqualTo(3 * 3 * 3 * 4 + 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Lambda   | 'function':'os.system' | layer out (Lambda) holds code in Python, which is never run",
        "Conv2D   | CONV,'groups':2 | layer out: 3 channels and 4 filters do not part into 2 groups",
        "Conv2D   | CONV,'groups':0 | layer out (Conv2D) has groups = 0, which is not supported",
        "Conv2D   | DILATED | has strides and a dilation_rate, one of which must be 1",
        "Conv2D   | CONV,'dtype':'int32' | has dtype = \"int32\"",
        "Conv2D   | CONV,'wings':3 | has a field that is not known: wings = 3",
        "Conv2D   | 'filters':-4 | has filters = -4",
        "ReLU     | 'max_value':'much' | has max_value = \"much\"",
        "UpSampling2D | 'size':[2,2],'interpolation':'hermite' | has interpolation = \"hermite\"",
        "Cropping2D | 'cropping':[[1,0],[-1,0]] | has cropping = [[1,0],[-1,0]]",
        "LayerNormalization | 'axis':[1,2],'epsilon':0.001 | has axis = [1,2]",
        "Normalization | 'axis':[-1],'invert':true | has invert = true",
        "Normalization | 'axis':[-1],'mean':[1],'variance':[1,2] | has mean = [1.0] and variance",
        "Rescaling | 'scale':[1,2] | layer out: [8x8x3] comes in, and 2 channels are to be rescaled",
        "Permute  | 'dims':[1,1,2] | [1, 1, 2] is no order of axes",
        "TFOpLambda | 'function':'math.sin' | calls math.sin, which is not supported",
        "Activation | 'activation':'sparsemax' | has activation = \"sparsemax\"",
        "BatchNormalization | 'axis':1,'epsilon':0.001 | has axis = 1",
      })
  void whatWouldBeLostIsRefused(String className, String fields, String message) {
    assertThatThrownBy(
            () -> read(layer(className, fields.replace("DILATED", DILATED).replace("CONV", CONV))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(message);
  }

  private static ModelConfig model(String layers, String outputs) {
    String json =
        "{'class_name':'Functional','config':{'name':'m','layers':["
            + INPUT
            + ","
            + layers
            + "],'input_layers':['in',0,0],'output_layers':"
            + outputs
            + "}}";
    return ConfigReader.read(Json.parse(json.replace('\'', '"'), Path.of("m")));
  }

  private static String wired(String name, String className, String fields, String sources) {
    return String.format(
        "{'class_name':'%s','name':'%s','config':{'name':'%s'%s},'inbound_nodes':%s}",
        className, name, name, fields, sources);
  }

  private static final String TWICE =
      wired("c", "Conv2D", "," + CONV, "[[['in',0,0,{}]]]")
          + ","
          + wired("relu", "ReLU", "", "[[['c',0,0,{}]],[['d',0,0,{}]]]")
          + ","
          + wired("d", "Conv2D", "," + CONV, "[[['relu',0,0,{}]]]")
          + ","
          + wired("g", "GlobalAveragePooling2D", "", "[[['relu',1,0,{}]]]");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[['in',0,-7,{}]]]",
        "[[['in',-7,0,{}]]]",
        "[{'args':{'x':[1]},'kwargs':{}}]",
        "[{'args':[{'class_name':'__keras_tensor__','config':{'keras_history':['in',0,-9]}}]}]"
      })
  void callsOfAnotherFormAreRefused(String calls) {
    String called = layer("ReLU", "'threshold':0").replace("[[['in',0,0,{}]]]", calls);
    assertThatThrownBy(() -> read(called))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("(ReLU) is called with a form of its inputs that is not known");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Concatenate | ,\"axis\":3",
        "BatchNormalization | ,\"axis\":3",
        "Stack | ,\"axis\":1",
        "DotProductAttention | ''",
      })
  void layersThatReadNothingAreRefused(String className, String fields) {
    assertThatThrownBy(() -> read(wired("out", className, fields, "[]")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("layer out (" + className + ")");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Split | \"indices_or_sections\":0,\"axis\":3",
        "Split | \"indices_or_sections\":-3,\"axis\":3",
        "GroupNormalization | \"groups\":0",
        "DepthToSpace | \"block_size\":0",
        "SpaceToDepth | \"block_size\":0",
      })
  void divisionsIntoNoPartsAreRefused(String className, String fields) {
    assertThatThrownBy(() -> read(layer(className, fields)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("layer out")
        .hasMessageNotContaining("by zero");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'normalize':false", "'axes':null", "'axes':[]"})
  void productsAlongNoAxisAreRefused(String fields) {
    assertThatThrownBy(() -> read(layer("Dot", fields)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("layer out (Dot) does not state its axes");
  }

  @Test
  void aSharedLayerStandsOnceForEachCallBehindWhatItReadsThere() {
    Plan plan = DirectReader.read(model(TWICE, "['g',0,0]"));
    assertThat(plan.layers().stream().map(Layer::name))
        .containsExactly("in", "c", "relu", "d", "relu_call_2", "g");
    assertThat(plan.layer("relu_call_2").inputs()).containsExactly("d");
    assertThat(plan.layer("g").inputs()).containsExactly("relu_call_2");
  }

  @Test
  void severalOutputsAreChosenFromByNameAndWhatLiesBehindNeedNotBeReadable() {
    String layers = TWICE + "," + wired("odd", "Wild", "", "[[['d',0,0,{}]]]");
    ModelConfig config = model(layers, "{'score':['g',0,0],'mask':['odd',0,0]}");
    assertThat(config.end(null, "score")).isEqualTo("g");
    assertThat(config.end(null, "g")).isEqualTo("g");
    assertThat(config.end("d", null)).isEqualTo("d");
    assertThat(DirectReader.read(config.upTo("g")).output().name()).isEqualTo("g");
    assertThatThrownBy(() -> config.end(null, null))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has 2 outputs: score, mask; choose one with Importing.output(NAME)");
    assertThatThrownBy(() -> config.end(null, "c"))
        .hasMessageContaining("the network has no output 'c' but score, mask");
    assertThatThrownBy(() -> DirectReader.read(config.upTo("odd")))
        .hasMessageContaining("layer odd (Wild) is of a class that is not supported")
        .hasMessageContaining("Importing.upTo(d) keeps the network up to the layer before it");
  }

  @ParameterizedTest
  @CsvSource({"2.2.4-tf, STEEP_HARD_SIGMOID", "2.15.0, STEEP_HARD_SIGMOID", "3.4.1, HARD_SIGMOID"})
  void theVersionThatWroteTheFileDecidesWhatHardSigmoidIs(String version, Activation meant) {
    String layer = wired("out", "Activation", ",'activation':'hard_sigmoid'", "[[['in',0,0,{}]]]");
    String json =
        "{'class_name':'Functional','config':{'name':'m','layers':["
            + INPUT.replace("batch_input_shape", "batch_shape")
            + ","
            + layer
            + "],'input_layers':['in',0,0],'output_layers':['out',0,0]}}";
    JsonNode told = Json.parse(json.replace('\'', '"'), Path.of("m"));
    Activate read =
        (Activate) DirectReader.read(ConfigReader.read(told, Optional.of(version))).output();
    assertThat(read.activation()).isEqualTo(meant);
    ((ObjectNode) told).put("keras_version", version);
    Activate stated =
        (Activate) DirectReader.read(ConfigReader.read(told, Optional.of("9.9"))).output();
    assertThat(stated.activation()).isEqualTo(meant);
  }

  private static String lambda(String module, String arguments) {
    String code = Base64.getEncoder().encodeToString("(inputs, scale)".getBytes(UTF_8));
    return wired("c", "Conv2D", "," + CONV, "[[['in',0,0,{}]]]")
        + ","
        + wired(
            "block35_1",
            "Lambda",
            ",'function':['"
                + code
                + "',null,null],'function_type':'lambda','module':'"
                + module
                + "','output_shape':[8,8,4],'arguments':"
                + arguments,
            "[[['c',0,0,{}],['c',0,0,{}]]]");
  }

  @Test
  void theLambdaOfKeras2sInceptionResNetIsKnownByWhereItComesFromAndNoOtherIs() {
    String known = lambda("keras_applications.inception_resnet_v2", "{'scale':0.17}");
    assertThat(DirectReader.read(model(known, "['block35_1',0,0]")).output())
        .isEqualTo(new ScaledAdd("block35_1", List.of("c", "c"), 0.17));
    for (String other :
        List.of(
            lambda("mine.networks", "{'scale':0.17}"),
            lambda("keras_applications.inception_resnet_v2", "{'scale':0.17,'shift':1}"))) {
      assertThatThrownBy(() -> DirectReader.read(model(other, "['block35_1',0,0]")))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("layer block35_1 (Lambda) holds code in Python")
          .hasMessageContaining("Importing.upTo(c) keeps the network up to the layer before it");
    }
  }

  @Test
  void keras1AndModelsOfOnesOwnClassAreNamed() {
    String first = "{\"class_name\":\"Sequential\",\"config\":[{\"nb_filter\":3}]}";
    assertThatThrownBy(() -> ConfigReader.read(Json.parse(first, Path.of("m"))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("a model that Keras 1 described");
    assertThatThrownBy(
            () -> ConfigReader.read(Json.parse("{\"class_name\":\"Wild\"}", Path.of("m"))))
        .hasMessageContaining("a model of class 'Wild'");
  }

  /** A chain of that many layers, as a file's own description. */
  private static String chain(int layers) {
    StringBuilder chain = new StringBuilder();
    for (int i = 0; i < layers; i++) {
      String name = i == layers - 1 ? "out" : "n" + i;
      chain.append(i == 0 ? "" : ",").append(relu(name, i == 0 ? "in" : "n" + (i - 1)));
    }
    return chain.toString();
  }

  private static String relu(String name, String input) {
    return String.format(
        "{'class_name':'ReLU','name':'%s','config':{'name':'%s'},'inbound_nodes':[[['%s',0,0,{}]]]}",
        name, name, input);
  }

  /** Each model calls the one in it twice, the innermost has the layers given. */
  private static String nested(int depth, String innermost) {
    String layers = innermost;
    String end = "['end',0,0]";
    for (int i = 1; i <= depth; i++) {
      layers = model("m", layers, end, "[[['in',0,0,{}]],[['m',1,0,{}]]]");
      end = "['m',2,0]";
    }
    return model("out", layers, end, "[[['in',0,0,{}]]]");
  }

  private static String model(String name, String layers, String end, String calls) {
    return String.format(
        "{'class_name':'Functional','name':'%s','config':{'name':'%s','layers':[%s%s],"
            + "'input_layers':[['in',0,0]],'output_layers':[%s]},'inbound_nodes':%s}",
        name, name, INPUT, layers.isEmpty() ? "" : "," + layers, end, calls);
  }

  @Test
  void chainOfTenThousandLayersIsReadInTimeLinearInThem() {
    assertThat(read(chain(10_000)).layers()).hasSize(10_001);
  }

  @Test
  void descriptionsThatGrowWithoutBoundsAreRefused() {
    assertThatThrownBy(() -> read(chain(20_001)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("more than 20000 layers");
    assertThatThrownBy(() -> read(nested(24, relu("end", "in"))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("more than 20000 layers");
    assertThatThrownBy(() -> read(nested(60, relu("end", "in"))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("nested deeper than 50");
  }

  @Test
  void layersOfAModelThatIsCalledOftenHaveNamesOfTheirOwn() {
    Plan plan = read(nested(10, relu("end", "in")));
    assertThat(plan.layers()).hasSize(1 + 1024);
    assertThat(plan.layers()).extracting(Layer::name).doesNotHaveDuplicates();
    assertThat(plan.layers()).allSatisfy(l -> assertThat(l.name()).hasSizeLessThan(200));
  }
}
