package org.graft.source.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Plan;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "Lambda   | 'function':'os.system' | layer out (Lambda) is of a class that is not supported",
        "Conv2D   | CONV,'groups':2 | layer out: 3 channels and 4 filters do not part into 2 groups",
        "Conv2D   | CONV,'groups':0 | layer out (Conv2D) has groups = 0, which is not supported",
        "Conv2D   | DILATED | has strides and a dilation_rate, one of which must be 1",
        "Conv2D   | CONV,'data_format':'channels_first' | has data_format = \"channels_first\"",
        "Conv2D   | CONV,'dtype':'int32' | has dtype = \"int32\"",
        "Conv2D   | CONV,'wings':3 | has a field that is not known: wings = 3",
        "Conv2D   | 'filters':-4 | has filters = -4",
        "ReLU     | 'max_value':'much' | has max_value = \"much\"",
        "UpSampling2D | 'size':[2,2],'interpolation':'bilinear' | has interpolation = \"bilinear\"",
        "Cropping2D | 'cropping':[[1,0],[-1,0]] | has cropping = [[1,0],[-1,0]]",
        "LayerNormalization | 'axis':[1,2],'epsilon':0.001 | has axis = [1,2]",
        "Normalization | 'axis':[-1],'invert':true | has invert = true",
        "Normalization | 'axis':[-1],'mean':[1],'variance':[1,2] | has mean = [1.0] and variance",
        "Rescaling | 'scale':[1,2] | layer out: [8x8x3] comes in, and 2 channels are to be rescaled",
        "Permute  | 'dims':[1,1,2] | [1, 1, 2] is no order of axes",
        "TFOpLambda | 'function':'math.sin' | calls math.sin, which is not supported",
        "Activation | 'activation':'mish' | has activation = \"mish\"",
        "BatchNormalization | 'axis':1,'epsilon':0.001 | has axis = 1",
      })
  void whatWouldBeLostIsRefused(String className, String fields, String message) {
    assertThatThrownBy(
            () -> read(layer(className, fields.replace("DILATED", DILATED).replace("CONV", CONV))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void sharedLayersAndSeveralInputsAreRefused() {
    String shared =
        layer("Flatten", "'x':1").replace("[[['in',0,0,{}]]]", "[[['in',0,0,{}]],[['in',0,0,{}]]]");
    assertThatThrownBy(() -> read(shared)).hasMessageContaining("layer out is used 2 times");
    String two =
        "{'class_name':'Functional','config':{'layers':[],'input_layers':[['a',0,0],['b',0,0]],'output_layers':['c',0,0]}}";
    assertThatThrownBy(() -> ConfigReader.read(Json.parse(two.replace('\'', '"'), Path.of("m"))))
        .hasMessageContaining("a network with one input and one output is expected");
    assertThatThrownBy(
            () -> ConfigReader.read(Json.parse("{\"class_name\":\"Wild\"}", Path.of("m"))))
        .hasMessageContaining("a model of class 'Wild'");
  }
}
