"""graft_spark.py on the PySpark at hand, held against what Graft's command line made.

    python test_graft_spark.py JARS MADE

JARS: those of graft-spark and ONNX Runtime, between commas; MADE: a folder of base.onnx,
classifier.onnx, features.npy, features.npy.csv and predictions.csv.
"""
import csv
import sys
import tempfile
import unittest

import numpy
from pyspark.ml import Pipeline, PipelineModel
from pyspark.sql import SparkSession

from graft_spark import GraftFeaturizer, ImageClassifierModel

JARS, MADE = sys.argv[1:]


class GraftSparkTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        settings = {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.jars": JARS,
            "spark.master": "local[2]",
            "spark.ui.enabled": "false",
        }
        cls.spark = SparkSession.builder.config(map=settings).getOrCreate()
        cls.spark.sparkContext.setLogLevel("ERROR")
        paths = [line["file"] for line in cls.table("features.npy.csv")]
        cls.expected = dict(zip(paths, numpy.load(f"{MADE}/features.npy")))
        cls.images = cls.spark.createDataFrame([(path,) for path in paths], ["image"])

    @staticmethod
    def table(name):
        with open(f"{MADE}/{name}", newline="") as lines:
            return list(csv.DictReader(lines))

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def assert_same(self, rows):
        self.assertEqual(len(self.expected), len(rows))
        for row in rows:
            found = row.features.toArray().astype("float32")
            numpy.testing.assert_array_equal(self.expected[row.image], found, row.image)

    def test_features_are_those_of_the_command_line(self):
        self.assert_same(self.featurizer().transform(self.images).collect())

    def test_what_cannot_be_read_is_told_in_a_column(self):
        missing = self.spark.createDataFrame([("/none.jpg",)], ["image"])
        row = self.featurizer(errorCol="why").transform(missing).first()
        self.assertIsNone(row.features)
        self.assertEqual("/none.jpg: there is no such file", row.why)

    def test_a_pipeline_is_saved_and_loaded(self):
        with tempfile.TemporaryDirectory() as folder:
            Pipeline(stages=[self.featurizer()]).fit(self.images).save(f"{folder}/pipeline")
            loaded = PipelineModel.load(f"{folder}/pipeline")
            self.assertIsInstance(loaded.stages[0], GraftFeaturizer)
            self.assert_same(loaded.transform(self.images).collect())

    def test_answers_are_those_of_the_command_line(self):
        told = {line["path"]: line for line in self.table("predictions.csv")}
        answers = self.classifier(topClasses=3).transform(self.images).collect()
        self.assertEqual(len(self.expected), len(answers))
        for row in answers:
            self.assertEqual(3, len(row.top))
            self.assertEqual(told[row.image]["label"], row.prediction)
            self.assertEqual(row.prediction, row.top[0].label)
            probability = numpy.float32(told[row.image]["probability"])
            self.assertEqual(probability, numpy.float32(row.top[0].probability))
            self.assertEqual(row.top[0].probability, max(row.probability))

    def test_parameters_are_set_and_copied(self):
        some = self.featurizer(batchSize=3)
        other = some.copy({some.batchSize: 5})
        self.assertEqual([3, 5], [each.getOrDefault("batchSize") for each in (some, other)])
        with self.assertRaisesRegex(TypeError, "has no parameter 'batchsize': it has batchSize, "):
            self.featurizer(batchsize=3)

    def test_wrong_input_is_one_line(self):
        image = next(iter(self.expected))
        for said, wrong in {
            "^modelFile is not set": lambda: GraftFeaturizer(),
            "^there is no column 'no': there are .image.$": lambda: self.featurizer(inputCol="no"),
            "^model /none.onnx cannot be read": lambda: self.featurizer(modelFile="/none.onnx"),
            f"^{image}: ONNX Runtime cannot load": lambda: self.featurizer(modelFile=image),
            f"^{MADE}/base.onnx is a base": lambda: self.classifier(modelFile=f"{MADE}/base.onnx"),
        }.items():
            with self.subTest(said), self.assertRaisesRegex(ValueError, said):
                wrong().transform(self.images)

    def test_one_kind_is_not_loaded_as_the_other(self):
        with tempfile.TemporaryDirectory() as folder:
            self.featurizer().save(f"{folder}/saved")
            with self.assertRaisesRegex(ValueError, "saved holds another transformer: expected Im"):
                ImageClassifierModel.load(f"{folder}/saved")

    @staticmethod
    def featurizer(**values):
        return GraftFeaturizer(**{"modelFile": f"{MADE}/base.onnx", **values})

    @staticmethod
    def classifier(**values):
        return ImageClassifierModel(**{"modelFile": f"{MADE}/classifier.onnx", **values})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], warnings="ignore")
