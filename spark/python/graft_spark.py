"""Graft's transformers in PySpark, by Spark's own wrappers of Java classes.

Put the jars of graft-spark and of ONNX Runtime among Spark's (--jars or --packages) and this file
among Python's (--py-files graft_spark.py):

    from graft_spark import GraftFeaturizer
    features = GraftFeaturizer(modelFile="base.onnx", inputCol="image").transform(images)
"""
import sys
from contextlib import contextmanager

from py4j.protocol import Py4JJavaError
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaTransformer

# PySpark finds the Python class of a saved Java class, and the other way round, by its module.
_PACKAGE = "org.graft.spark"
sys.modules.setdefault(_PACKAGE, sys.modules[__name__])


def _text(name, doc):
    return Param(Params._dummy(), name, doc, TypeConverters.toString)


def _number(name, doc):
    return Param(Params._dummy(), name, doc, TypeConverters.toInt)


@contextmanager
def _plainly():
    """Raises what Graft says of wrong input, or of work that failed, without Java's trace."""
    try:
        yield
    except Py4JJavaError as error:
        failure = error.java_exception
        name = failure.getClass().getName()
        if not name.startswith("org.graft.failure."):
            raise
        kind = RuntimeError if name.endswith(".WorkFailedException") else ValueError
        raise kind(failure.getMessage()) from None


class _OnnxTransformer(JavaTransformer, JavaMLReadable, JavaMLWritable):
    """Parameters are given by name, here or to setParams; see the Javadoc of OnnxTransformer."""

    modelFile = _text("modelFile", "ONNX file that Graft exported: a path or an address")
    inputCol = _text("inputCol", "column of images: paths, files, or pixels of the source 'image'")
    errorCol = _text("errorCol", "column that says why an image has no values, else null")
    batchSize = _number("batchSize", "images that run at once, 1 to 1024")

    def __init__(self, **values):
        super().__init__()
        self._java_obj = self._new_java_obj(_PACKAGE + "." + type(self).__name__, self.uid)
        self._transfer_params_from_java()
        self.setParams(**values)

    def setParams(self, **values):
        for name in values:
            if not self.hasParam(name):
                known = ", ".join(param.name for param in self.params)
                raise TypeError(f"{type(self).__name__} has no parameter {name!r}: it has {known}")
        return self._set(**values)

    def _transform(self, dataset):
        with _plainly():
            return super()._transform(dataset)

    @classmethod
    def load(cls, path):
        with _plainly():
            return super().load(path)


class GraftFeaturizer(_OnnxTransformer):
    """Features of images by a base that graft export --base wrote."""

    __module__ = _PACKAGE

    outputCol = _text("outputCol", "column of features, a vector each")


class ImageClassifierModel(_OnnxTransformer):
    """Answers what images show by a model that graft export wrote."""

    __module__ = _PACKAGE

    predictionCol = _text("predictionCol", "column of labels, a text each")
    topCol = _text("topCol", "column of likeliest classes: labels and probabilities")
    probabilityCol = _text("probabilityCol", "column of all probabilities, a vector each")
    topClasses = _number("topClasses", "likeliest classes told")
