"""Models of Keras: each way of saying things alone, and random networks of all of them."""

import keras
import numpy as np
from keras import layers, ops
from keras.src.applications.inception_resnet_v2 import CustomScaleLayer

from frame import Made, case

ALL = ("keras", "h5", "keras2.h5")
NATIVE = ("keras", "h5")


def conv(draw, x, filters=None, **fields):
    filters = filters or int(draw.random.integers(2, 7))
    fields.setdefault("padding", draw.one("same", "valid") if (x.shape[1] or 9) > 4 else "same")
    return layers.Conv2D(filters, draw.one(1, 3), **fields)(x)


def norm(draw, x):
    return layers.BatchNormalization(epsilon=draw.one(1e-3, 1e-5), scale=draw.chance(0.8))(x)


def activated(draw, x):
    kind = draw.random.integers(12)
    return [
        lambda: layers.ReLU()(x),
        lambda: layers.Activation("relu")(x),
        lambda: layers.ReLU(6.0)(x),
        lambda: layers.LeakyReLU(0.1)(x),
        lambda: layers.ELU(0.7)(x),
        lambda: layers.PReLU(shared_axes=[1, 2])(x),
        lambda: layers.Activation("swish")(x),
        lambda: layers.Activation("gelu")(x),
        lambda: layers.Activation("selu")(x),
        lambda: layers.Activation("tanh")(x),
        lambda: layers.Activation("sigmoid")(x),
        lambda: layers.Activation("softplus")(x),
    ][kind]()


def head(draw, x):
    if len(x.shape) == 4:
        x = layers.GlobalAveragePooling2D()(x)
    return layers.Dense(3, activation="softmax")(x)


def body(draw, image):
    return activated(draw, norm(draw, conv(draw, image)))


def made(draw, image, output, **more):
    return Made(draw.weights(keras.Model(image, output)), **more)


def numbers(*values):
    return np.array(values, "float32")


def picture(channels=3, size=16):
    return keras.Input((size, size, channels))


@case("a stack", "sequential")
def sequential(draw):
    stack = [layers.Conv2D(4, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten()]
    model = keras.Sequential([keras.Input((16, 16, 3)), *stack, layers.Dense(5), layers.Dense(3)])
    return Made(draw.weights(model))


@case("one channel", "pixels")
def grey(draw):
    image = picture(1)
    return made(draw, image, head(draw, body(draw, layers.Rescaling(1 / 255)(image))))


@case("one channel, replicated", "pixels")
def grey_thrice(draw):
    image = picture(1)
    x = layers.Concatenate()([image, image, image])
    return made(draw, image, head(draw, body(draw, layers.Rescaling(1 / 255)(x))))


@case("one channel, repeated", "pixels")
def grey_repeated(draw):
    image = picture(1)
    x = layers.Rescaling(1 / 255)(ops.repeat(image, 3, axis=-1))
    return made(draw, image, head(draw, body(draw, x)), formats=NATIVE)


@case("preprocess_input inside", "pixels")
def preprocess_caffe(draw):
    image = picture()
    x = keras.applications.vgg16.preprocess_input(image)
    return made(draw, image, head(draw, body(draw, x * 0.01)), formats=NATIVE)


@case("preprocess_input inside", "pixels")
def preprocess_torch(draw):
    image = picture()
    x = keras.applications.imagenet_utils.preprocess_input(image, mode="torch")
    return made(draw, image, head(draw, body(draw, x)))


@case("preprocess_input inside", "pixels")
def preprocess_tf(draw):
    image = picture()
    x = keras.applications.mobilenet_v2.preprocess_input(image)
    return made(draw, image, head(draw, body(draw, x)))


@case("reversed channels", "pixels")
def reversed_channels(draw):
    image = picture()
    x = image[..., ::-1] if draw.chance() else image[:, :, :, ::-1]
    return made(draw, image, head(draw, body(draw, (x - numbers(103.9, 116.8, 123.7)) / 64.0)))


@case("reversed channels", "pixels")
def flipped_channels(draw):
    image = picture()
    return made(draw, image, head(draw, body(draw, ops.flip(image, -1) / 255.0)))


def of_policy(draw, policy, formats=ALL):
    """Saved under a policy; expected is what the stored values give in float32."""

    def build():
        keras.backend.clear_session()
        image = picture()
        x = layers.Conv2D(4, 3, name="conv")(image)
        x = layers.BatchNormalization(name="norm")(x)
        x = layers.ReLU(name="relu")(x)
        x = layers.GlobalAveragePooling2D(name="pool")(x)
        return keras.Model(image, layers.Dense(3, activation="softmax", name="out")(x))

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    model = draw.weights(build())
    keras.config.set_dtype_policy("float32")
    oracle = build()
    oracle.set_weights([np.asarray(w, "float32") for w in model.get_weights()])
    keras.config.set_dtype_policy(before)
    return Made(model, oracle=oracle, formats=formats)


@case("mixed_float16")
def mixed_float16(draw):
    return of_policy(draw, "mixed_float16")


@case("mixed_bfloat16")
def mixed_bfloat16(draw):
    return of_policy(draw, "mixed_bfloat16")


@case("float16")
def float16(draw):
    return of_policy(draw, "float16")


@case("bfloat16")
def bfloat16(draw):
    return of_policy(draw, "bfloat16")


@case("float64")
def float64(draw):
    return of_policy(draw, "float64")


@case("quantised to int8")
def int8(draw):
    image = picture()
    x = layers.GlobalAveragePooling2D(name="p")(layers.Conv2D(6, 3, name="c")(image))
    model = keras.Model(image, layers.Dense(4, name="o", use_bias=draw.chance())(x))
    draw.weights(model)
    oracle = keras.models.clone_model(model)
    model.quantize("int8")
    dense = model.get_layer("o")
    kernel = np.asarray(dense.variables[[v.name for v in dense.variables].index("kernel")])
    scale = np.asarray(dense.variables[[v.name for v in dense.variables].index("kernel_scale")])
    oracle.get_layer("c").set_weights(model.get_layer("c").get_weights())
    bias = [np.asarray(dense.bias)] if dense.use_bias else []
    oracle.get_layer("o").set_weights([kernel.astype("float32") / scale, *bias])
    return Made(model, oracle=oracle, formats=NATIVE)


@case("normalisation of vectors")
def vector_norms(draw):
    image = picture()
    x = layers.GlobalMaxPooling2D()(body(draw, image))
    x = layers.BatchNormalization()(layers.Dense(6)(x))
    x = layers.LayerNormalization()(layers.Dense(5, activation="relu")(x))
    x = layers.Concatenate(axis=draw.one(1, -1))([x, layers.Dense(2)(x)])
    return made(draw, image, head(draw, x))


@case("sequences")
def sequence_norms(draw):
    image = picture()
    x = layers.Reshape((-1, 6))(conv(draw, image, 6))
    x = layers.LayerNormalization(axis=draw.one(2, -1))(x)
    x = layers.BatchNormalization()(layers.Dense(4, activation="gelu")(x))
    x = layers.Concatenate(axis=draw.one(2, -1))([x, x])
    return made(draw, image, head(draw, layers.GlobalAveragePooling1D()(x)))


@case("Reshape with -1")
def reshape_free(draw):
    image = picture()
    x = layers.Reshape((-1,))(conv(draw, image, 3, strides=4))
    return made(draw, image, head(draw, x))


@case("Reshape with -1", "any size")
def reshape_free_size(draw):
    image = keras.Input((None, None, 3))
    x = layers.Reshape((-1, 5))(conv(draw, image, 5, padding="same"))
    return made(draw, image, head(draw, layers.GlobalAveragePooling1D()(x)))


@case("map times vector")
def squeeze_excite_vector(draw):
    image = picture()
    x = conv(draw, image, 8)
    s = layers.Dense(8, activation="sigmoid")(layers.Dense(4, activation="relu")(layers.GlobalAveragePooling2D()(x)))
    return made(draw, image, head(draw, layers.Multiply()(draw.one([x, s], [s, x]))))


@case("broadcasting merges")
def broadcasting(draw):
    image = picture()
    x = conv(draw, image, 4)
    vector = layers.GlobalAveragePooling2D()(x)
    cell = layers.GlobalMaxPooling2D(keepdims=True)(x)
    plane = layers.Conv2D(1, 1)(x)
    kinds = [layers.Add, layers.Multiply, layers.Subtract, layers.Maximum, layers.Minimum, layers.Average]
    for other in (vector, cell, plane):
        x = draw.one(*kinds)()([x, other])
    return made(draw, image, head(draw, x))


@case("shared layer without weights")
def shared_relu(draw):
    image = picture()
    relu, pool = layers.ReLU(), layers.MaxPooling2D()
    x = relu(conv(draw, image))
    x = relu(conv(draw, pool(x)))
    x = relu(conv(draw, pool(x), padding="same"))
    return made(draw, image, head(draw, x))


@case("shared layer with weights")
def shared_weights(draw):
    image = picture()
    shared, normed = layers.Conv2D(4, 3, padding="same"), layers.BatchNormalization()
    x = normed(shared(conv(draw, image, 4)))
    y = normed(shared(layers.ReLU()(x)))
    return made(draw, image, head(draw, layers.Add()([x, y])))


@case("shared model")
def shared_model(draw):
    image = picture()
    inner = keras.Input((None, None, 4))
    tower = keras.Model(inner, layers.ReLU()(layers.Conv2D(4, 3, padding="same", name="within")(inner)))
    x = tower(conv(draw, image, 4))
    return made(draw, image, head(draw, layers.Add()([x, tower(x)])))


@case("nested models")
def nested(draw):
    image = picture()
    stack = keras.Sequential([layers.Conv2D(4, 3), layers.BatchNormalization(), layers.ReLU()])
    inner = keras.Input((None, None, 4))
    model = keras.Model(inner, activated(draw, conv(draw, inner, 5, padding="same")))
    return made(draw, image, head(draw, model(stack(image), training=False)))


@case("nested model of two outputs")
def nested_outputs(draw):
    image = picture()
    inner = keras.Input((16, 16, 3))
    x = layers.Conv2D(4, 3, padding="same")(inner)
    model = keras.Model(inner, [x, layers.ReLU()(x)])
    a, b = model(image)
    return made(draw, image, head(draw, layers.Concatenate()([a, b])))


@case("several outputs")
def several_outputs(draw):
    image = picture()
    x = body(draw, image)
    outputs = [layers.GlobalMaxPooling2D(name="score")(x), layers.Dense(2, name="other")(layers.Flatten()(x))]
    return made(draw, image, outputs, options={"output": draw.one("score", "other")})


@case("several outputs", "dictionary of outputs")
def named_outputs(draw):
    image = picture()
    x = layers.GlobalAveragePooling2D()(body(draw, image))
    outputs = {"left": layers.Dense(2, name="a")(x), "right": layers.Dense(3, name="b")(x)}
    return made(draw, image, outputs, options={"output": draw.one("left", "right")}, formats=NATIVE)


@keras.saving.register_keras_serializable("own")
class Odd(layers.Layer):
    def call(self, x):
        return ops.sin(x)


@case("cut before a layer of one's own")
def unsupported_top(draw):
    image = picture()
    x = layers.ReLU(name="kept")(conv(draw, image))
    top = layers.Dense(4)(Odd()(layers.Flatten()(x)))
    whole = keras.Model(image, layers.Dense(3)(top))
    draw.weights(whole)
    return Made(whole, oracle=keras.Model(image, x), options={"cut": "kept"})


@case("Normalization of all values", "pixels")
def normalization_of_all(draw):
    image = picture()
    x = layers.Normalization(axis=None)
    made_ = made(draw, image, head(draw, body(draw, x(image))))
    x.adapt(draw.images((4, 16, 16, 3), pixels=True))
    return made_


@case("Normalization", "pixels")
def normalization(draw):
    image = picture()
    if draw.chance():
        x = layers.Normalization(mean=[100.0, 110, 120], variance=[900.0, 1000, 1100])(image)
    else:
        x = layers.Normalization(axis=draw.one(-1, 3), mean=120.0, variance=4000.0)(image)
    return made(draw, image, head(draw, body(draw, x)))


@case("channels first")
def channels_first(draw):
    keras.config.set_image_data_format("channels_first")
    try:
        image = keras.Input((3, 16, 16))
        x = layers.ReLU()(layers.BatchNormalization(axis=1)(layers.Conv2D(4, 3, padding="same")(image)))
        y = layers.DepthwiseConv2D(3, padding="same")(layers.MaxPooling2D()(layers.ZeroPadding2D()(x)))
        y = layers.Conv2D(4, 1)(y)
        x = layers.Concatenate(axis=1)([layers.Add()([y, layers.Cropping2D(((0, 0), (0, 0)))(y)]), y])
        kind = draw.random.integers(4)
        if kind == 0:
            x = layers.Flatten(data_format="channels_last")(x)
        elif kind == 1:
            x = layers.Flatten()(x)
        elif kind == 2:
            x = layers.GlobalAveragePooling2D()(x)
        else:
            x = layers.Reshape((-1,))(layers.PReLU(shared_axes=[2, 3])(x))
        model = draw.weights(keras.Model(image, layers.Dense(3, activation="softmax")(x)))
        return Made(model, transpose=True)
    finally:
        keras.config.set_image_data_format("channels_last")


@case("hard_sigmoid of Keras 2")
def hard_sigmoid(draw):
    def build(function, nested):
        image = picture()
        inner = keras.Input((16, 16, 3))
        x = layers.Activation(function, name="hard")(layers.Conv2D(4, 3, name="c")(inner if nested else image))
        if nested:
            x = keras.Model(inner, x, name="base")(image)
        return keras.Model(image, layers.Dense(3, name="o")(layers.GlobalAveragePooling2D(name="g")(x)))

    nested = draw.chance()
    model = draw.weights(build("hard_sigmoid", nested))
    oracle = build(lambda x: ops.clip(0.2 * x + 0.5, 0, 1), nested)
    oracle.set_weights(model.get_weights())
    return Made(model, oracle=oracle, formats=("keras2.h5",))


@case("hard_sigmoid of Keras 3")
def hard_sigmoid_of_3(draw):
    image = picture()
    x = layers.Activation(draw.one("hard_sigmoid", "hard_silu"))(conv(draw, image))
    return made(draw, image, head(draw, x), formats=NATIVE)


@case("operations", "pixels")
def operations(draw):
    image = picture()
    x = conv(draw, (image / 127.5) - 1.0, 4)
    x = ops.relu(x) * 2.0 - x / numbers(1, 2, 3, 4)
    x = ops.sigmoid(-x) + 0.5
    return made(draw, image, layers.Dense(3)(ops.mean(x, axis=draw.one((1, 2), (-3, -2)))))


@case("operations", "shapes by operations")
def shapes_by_operations(draw):
    image = picture()
    x = ops.transpose(conv(draw, image, 4, padding="same"), (0, 2, 1, 3))
    x = ops.pad(x, ((0, 0), (1, 0), (0, 2), (0, 0)))
    cell = ops.max(x, axis=[1, 2], keepdims=True)
    vector = ops.squeeze(cell, axis=[1, 2])
    x = ops.concatenate([x * cell, x], axis=-1)
    x = ops.reshape(x, (-1, 17 * 18 * 8))
    return made(draw, image, layers.Dense(3)(layers.Concatenate()([x, vector])), formats=NATIVE)


@case("functions of TensorFlow in Keras 2", "pixels")
def functions(draw):
    image = picture()
    x = conv(draw, image[..., ::-1] / 127.5 - 1.0, 4)
    x = x * ops.sigmoid(x) + numbers(0.1, 0.2, 0.3, 0.4)
    return made(draw, image, layers.Dense(3)(ops.mean(-x, axis=[1, 2])), formats=("keras2.h5",))


@case("called as in training where that is of no matter")
def augmented(draw):
    image = picture()
    x = layers.RandomFlip()(image)
    x = layers.GaussianNoise(0.1)(layers.RandomRotation(0.1)(x))
    return made(draw, image, head(draw, body(draw, layers.Dropout(0.3)(x))))


def residual(draw, x):
    y = conv(draw, activated(draw, norm(draw, x)), x.shape[-1], padding="same")
    return layers.Add()([x, y]) if draw.chance() else x + y


def branches(draw, x):
    parts = [conv(draw, x, padding="same") for _ in range(int(draw.random.integers(2, 4)))]
    parts.append(layers.AveragePooling2D(3, strides=1, padding="same")(x))
    return layers.Concatenate(axis=draw.one(3, -1))(parts)


def excited(draw, x):
    width = x.shape[-1]
    if draw.chance(0.3):
        s = layers.Reshape((1, 1, -1))(layers.GlobalAveragePooling2D()(x))
        s = layers.Conv2D(width, 1, activation="sigmoid")(s)
    elif draw.chance(0.5):
        s = layers.GlobalAveragePooling2D(keepdims=True)(x)
        s = layers.Dense(width, activation="sigmoid")(s)
    else:
        s = layers.Dense(width, activation="sigmoid")(layers.GlobalAveragePooling2D()(x))
    return layers.Multiply()([x, s])


def twice(draw, x):
    shared = layers.Conv2D(x.shape[-1], 3, padding="same")
    return shared(layers.ReLU()(shared(x)))


def within(draw, x):
    inner = keras.Input((None, None, x.shape[-1]))
    if draw.chance():
        stack = keras.Sequential([layers.Conv2D(4, 1), layers.ReLU(), layers.SeparableConv2D(3, 3)])
        return stack(x)
    return keras.Model(inner, body(draw, inner))(x)


def resized(draw, x):
    kind = draw.random.integers(5)
    if x.shape[1] < 6:
        return layers.UpSampling2D(2)(x)
    return [
        lambda: layers.MaxPooling2D(draw.one(2, 3), padding=draw.one("same", "valid"))(x),
        lambda: layers.AveragePooling2D(2, padding=draw.one("same", "valid"))(x),
        lambda: layers.Conv2D(4, 3, strides=2)(layers.ZeroPadding2D(((0, 1), (1, 0)))(x)),
        lambda: layers.Cropping2D(((1, 0), (0, 2)))(x),
        lambda: layers.SeparableConv2D(5, 3, strides=2, padding="same")(x),
    ][kind]()


def grouped(draw, x):
    x = layers.Conv2D(4, 3, padding="same", dilation_rate=draw.one(1, 2))(x)
    x = layers.Conv2D(6, 3, groups=draw.one(1, 2), padding="same")(x)
    return layers.DepthwiseConv2D(3, depth_multiplier=draw.one(1, 2), padding="same")(x)


def normed(draw, x):
    x = layers.LayerNormalization(axis=draw.one(-1, 3))(x)
    return layers.Permute((2, 1, 3))(layers.Dense(5)(x))


BLOCKS = (body, residual, branches, excited, twice, within, resized, grouped, normed)


def begun(draw, image):
    kind = draw.random.integers(5)
    return [
        lambda: layers.Rescaling(1 / 127.5, offset=-1)(image),
        lambda: layers.Normalization(mean=[120.0, 115, 100], variance=[4000.0, 4100, 4200])(image),
        lambda: keras.applications.imagenet_utils.preprocess_input(image, mode="torch"),
        lambda: keras.applications.imagenet_utils.preprocess_input(image, mode="tf"),
        lambda: layers.Rescaling(1 / 64.0)(layers.RandomFlip()(image)),
    ][kind]()


def topped(draw, x):
    kind = draw.random.integers(5)
    x = [
        lambda: layers.GlobalAveragePooling2D()(x),
        lambda: layers.GlobalMaxPooling2D()(x),
        lambda: layers.Flatten()(x),
        lambda: layers.Reshape((-1,))(x),
        lambda: layers.Flatten()(layers.Conv2D(6, 1)(layers.GlobalAveragePooling2D(keepdims=True)(x))),
    ][kind]()
    if draw.chance():
        x = layers.Dense(6, use_bias=draw.chance(), activation=draw.one(None, "relu"))(x)
        x = draw.one(layers.BatchNormalization, layers.LayerNormalization)()(x)
    x = layers.Dropout(0.4)(x)
    return layers.Dense(3, activation=draw.one("softmax", "sigmoid", "linear"))(x)


def network(draw, many):
    """A random network of blocks."""
    image = picture()
    x = begun(draw, image)
    for _ in range(many):
        x = draw.one(*BLOCKS)(draw, x)
    return image, x


@case("random network", "pixels")
def small_network(draw):
    image, x = network(draw, int(draw.random.integers(1, 4)))
    return made(draw, image, topped(draw, x))


@case("random network", "pixels")
def middling_network(draw):
    image, x = network(draw, int(draw.random.integers(3, 7)))
    return made(draw, image, topped(draw, x))


@case("random network", "pixels", "several outputs")
def forked_network(draw):
    image, x = network(draw, int(draw.random.integers(2, 5)))
    outputs = [layers.Identity(name="one")(topped(draw, x)), layers.Identity(name="two")(topped(draw, x))]
    return made(draw, image, outputs, options={"output": draw.one("one", "two")})


@case("random network", "pixels", "cut")
def cut_network(draw):
    image, x = network(draw, int(draw.random.integers(1, 4)))
    kept = layers.ReLU(name="kept")(x)
    whole = draw.weights(keras.Model(image, Odd()(topped(draw, kept))))
    return Made(whole, oracle=keras.Model(image, kept), options={"cut": "kept"})


@case("attention")
def attention(draw):
    image = picture()
    x = layers.Reshape((-1, 8))(layers.Conv2D(8, 4, strides=4)(image))
    for _ in range(int(draw.random.integers(1, 3))):
        y = layers.LayerNormalization(epsilon=1e-6)(x)
        x = layers.Add()([x, layers.MultiHeadAttention(2, draw.one(4, 3))(y, y)])
        y = layers.Dense(12, activation="gelu")(layers.LayerNormalization()(x))
        x = x + layers.Dense(8)(y)
    x = x[:, 0] if draw.chance() else layers.GlobalAveragePooling1D()(x)
    return made(draw, image, head(draw, x), formats=NATIVE)


@case("other norms, crops and convolutions")
def rarer_layers(draw):
    image = picture()
    x = layers.CenterCrop(draw.one(12, 13), 14)(image)
    x = layers.GroupNormalization(draw.one(1, 2, -1))(layers.Conv2D(4, 3)(x))
    x = layers.Conv2DTranspose(3, draw.one(2, 3), strides=2, padding=draw.one("same", "valid"))(x)
    return made(draw, image, head(draw, layers.UnitNormalization()(x)), formats=NATIVE)


@case("functions of single values")
def rarer_functions(draw):
    image = picture()
    x = conv(draw, image)
    names = ["mish", "celu", "log_sigmoid", "hard_tanh", "tanh_shrink", "soft_shrink", "exponential"]
    names += ["sparse_plus", "sparse_sigmoid", "softsign", "softplus", "elu", "selu", "leaky_relu"]
    for name in draw.random.permutation(names)[:3]:
        x = layers.Conv2D(4, 1)(layers.Activation(str(name))(x))
    return made(draw, image, head(draw, x), formats=NATIVE)


@case("weights beside a network of another top", "cut")
def nested_cut(draw):
    image = picture()
    inner = keras.Input((16, 16, 3))
    kept = layers.ReLU(name="kept")(layers.Conv2D(4, 3, name="within")(inner))
    base = keras.Model(inner, layers.Dense(2)(layers.Flatten()(Odd()(kept))), name="base")
    whole = draw.weights(keras.Model(image, layers.Dense(3)(base(image))))
    return Made(
        whole, oracle=keras.Model(inner, kept), options={"cut": "kept"}, formats=("keras",)
    )


@case("channels first", "pixels")
def channels_first_in_parts(draw):
    """An image that comes in either way, squeeze-excite by Reshape, normalisation along axis 1."""
    turned = draw.chance()
    image = keras.Input((16, 12, 3) if turned else (3, 16, 12))
    x = layers.Permute((3, 1, 2))(image) if turned else image
    first = {"data_format": "channels_first"}
    if draw.chance():
        x = layers.Rescaling(1 / 127.5, offset=-1)(x)
    else:
        x = layers.Normalization(axis=1, mean=[120.0, 110, 100], variance=[900.0, 950, 999])(x)
    x = layers.Conv2D(4, 3, activation="relu", **first)(x)
    s = layers.Reshape((4, 1, 1))(layers.GlobalAveragePooling2D(**first)(x))
    s = layers.Conv2D(4, 1, activation="sigmoid", **first)(s)
    x = layers.UpSampling2D(2, **first)(layers.Multiply()([x, s]))
    x = layers.SpatialDropout2D(0.1, **first)(layers.SeparableConv2D(5, 3, **first)(x))
    x = layers.Softmax(axis=1)(layers.LeakyReLU()(layers.LayerNormalization(axis=1)(x)))
    cell = layers.GlobalMaxPooling2D(keepdims=True, **first)(x)
    model = keras.Model(image, layers.Dense(3)(layers.Flatten(**first)(layers.Add()([x, cell]))))
    return Made(draw.weights(model), transpose=not turned, whole=True)


@case("images of whole numbers", "pixels")
def whole_numbers(draw):
    image = keras.Input((16, 16, 3), dtype=draw.one("uint8", "int32"))
    return made(draw, image, head(draw, body(draw, layers.Rescaling(1 / 255)(image))))


@case("the sums of InceptionResNetV2", "pixels")
def scaled_sums(draw):
    image = picture()
    x = conv(draw, layers.Rescaling(1 / 255)(image), 4)
    for scale in (0.17, 0.1):
        x = layers.ReLU()(CustomScaleLayer(scale)([x, conv(draw, x, 4, padding="same")]))
    return made(draw, image, head(draw, x))


@case("layers as functions")
def layer_functions(draw):
    image = picture()
    functions = [
        lambda: layers.LeakyReLU(draw.one(0.1, 0.3)),
        lambda: layers.ReLU(max_value=draw.one(1.0, 6.0), negative_slope=draw.one(0.0, 0.1)),
        lambda: layers.ELU(draw.one(0.5, 1.0)),
        lambda: layers.PReLU(shared_axes=draw.one([1, 2], None)),
        lambda: layers.Activation(layers.LeakyReLU()),
        lambda: layers.Activation("gelu"),
    ]
    x = layers.Conv2D(4, 3, activation=draw.one(*functions)())(image)
    x = layers.Activation(draw.one(*functions)())(layers.SeparableConv2D(4, 3, activation=draw.one(*functions)())(x))
    x = layers.Dense(5, activation=layers.PReLU())(layers.GlobalAveragePooling2D()(x))
    model = keras.Model(image, layers.Dense(3, activation=layers.Softmax())(x))
    model(np.zeros((1, 16, 16, 3)))  # makes the arrays of functions
    return Made(draw.weights(model))


@case("attention to places")
def spatial_attention(draw):
    image = picture()
    x = conv(draw, image, 4, padding="same")
    parts = [ops.mean(x, axis=-1, keepdims=True), ops.max(x, axis=3, keepdims=True)]
    weight = layers.Conv2D(1, 3, padding="same", activation="sigmoid")(layers.Concatenate()(parts))
    return made(draw, image, head(draw, body(draw, layers.Multiply()([x, weight]))))


@case("normalisation by the mean square")
def mean_squares(draw):
    image = picture()
    x = layers.RMSNormalization(epsilon=draw.one(1e-6, 1e-3))(conv(draw, image, 4))
    x = layers.Dense(5)(layers.GlobalAveragePooling2D()(x))
    x = draw.one(layers.RMSNormalization(), layers.GroupNormalization(1))(x)
    return made(draw, image, head(draw, x), formats=NATIVE)


@case("operations", "pixels")
def places_and_sizes(draw):
    image = picture()
    x = ops.take(image, draw.one([2, 1, 0], [0, 2]), axis=-1) / 255.0
    x = ops.image.resize(x, (12, 14), interpolation=draw.one("nearest", "bilinear"))
    x = ops.sqrt(ops.square(conv(draw, x, 4)) + 0.5) * ops.rsqrt(ops.abs(conv(draw, x, 1, padding="same")[:, :1, :1]) + 1.0)
    x = layers.Concatenate()([ops.sum(x, axis=1), ops.min(x, axis=[1])])
    return made(draw, image, layers.Dense(3)(layers.GlobalMaxPooling1D()(x)), formats=NATIVE)


@case("joined along other axes")
def joined_elsewhere(draw):
    image = picture()
    x = layers.Concatenate(axis=draw.one(1, 2))([conv(draw, image, 4, padding="same"), layers.Conv2D(4, 1)(image)])
    x = layers.Reshape((-1, 4))(layers.MaxPooling2D(4)(x))
    token = layers.GlobalAveragePooling1D(keepdims=True)(x)
    x = layers.Concatenate(axis=draw.one(1, -2))([token, x])
    x = x + layers.MultiHeadAttention(2, 2)(layers.LayerNormalization()(x), x)
    return made(draw, image, head(draw, x[:, 0]), formats=NATIVE)


@case("resizing", "pixels")
def resizings(draw):
    image = picture()
    how = draw.one("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")
    kept = draw.one({}, {"crop_to_aspect_ratio": True}, {"pad_to_aspect_ratio": True, "fill_value": 7.0})
    rows, columns = draw.one((12, 14), (20, 9), (16, 24), (7, 16))
    x = layers.Resizing(rows, columns, interpolation=how, antialias=draw.chance(), **kept)(image)
    x = conv(draw, layers.Rescaling(1 / 255)(x), 4, padding="same")
    x = layers.UpSampling2D(2, interpolation=draw.one("bilinear", "bicubic", "lanczos3"))(x)
    return made(draw, image, head(draw, x), formats=NATIVE)


@case("functions of images in Keras 2", "pixels")
def image_functions(draw):
    image = picture()
    x = ops.image.resize(image, (12, 14), draw.one("bilinear", "bicubic", "lanczos3"), antialias=draw.chance())
    x = ops.clip(x, 10.0, 200.0) / 255.0
    x = layers.Concatenate()([ops.image.rgb_to_grayscale(x), x])
    return made(draw, image, head(draw, body(draw, x)))


@case("constants of places")
def places(draw):
    image = picture()
    drawn = lambda *shape: draw.random.uniform(0.5, 1.5, shape).astype("float32")
    x = conv(draw, image, 4, padding="same")
    x = x * drawn(*draw.one((16, 1, 1), (16, 1), (1, 16, 16, 1), (16, 16, 4)))
    x = (x - drawn(16, 16, 4)) / drawn(16, 1)
    x = layers.Permute((2, 1, 3))(layers.Permute((2, 1, 3))(x) * drawn(16, 1))
    return made(draw, image, head(draw, x), formats=NATIVE)


@case("operations", "values moved")
def values_moved(draw):
    image = picture()
    x = conv(draw, ops.flip(image, axis=draw.one(1, 2)), 4, padding="same")
    x = ops.swapaxes(x, 1, 2) if draw.chance() else ops.moveaxis(x, 1, 2)
    x = ops.tile(x, (1, 1, 1, 2)) if draw.chance() else ops.repeat(x, 2, axis=draw.one(1, 2, 3))
    x = ops.pad(x, ((0, 0), (1, 2), (2, 1), (0, 0)), draw.one("constant", "reflect", "symmetric"))
    x = ops.power(ops.clip(x, -1.5, 1.5), draw.one(2, 3)) / (ops.abs(x) + 1.0)
    x = ops.maximum(ops.normalize(x, axis=-1), -0.3) - ops.average_pool(x, 3, 1, "same")
    return made(draw, image, head(draw, x), formats=NATIVE)


@case("operations", "products of maps")
def map_products(draw):
    image = picture()
    x = conv(draw, image, 4, padding="same")
    y = layers.Conv2D(4, 1)(x)
    x = draw.one(
        lambda: ops.matmul(x, ops.swapaxes(y, 2, 3)),
        lambda: ops.einsum("bhij,bhkj->bhik", x, y),
        lambda: ops.einsum("bhji,bhjk->bhik", x, y),
    )()
    return made(draw, image, head(draw, conv(draw, x)), formats=NATIVE)
