"""Writes src/main/resources/org/graft/source/tensorflow/ops.tsv: TensorFlow's operation registry.

One line an operation, fields split by tabs: its name, its outputs, its attributes. Outputs and
attributes are split by "; ". An output that is a list bears the attribute that counts it,
"output*num_split". An attribute with a default value bears it as protobuf text of AttrValue,
"alpha=f: 0.2". Operations of the runtime's own, which begin with an underscore, are left out.

Run: pip install tensorflow-cpu
     python scripts/tensorflow_ops.py
"""

import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

from google.protobuf import text_format
from tensorflow.core.framework import op_def_pb2
from tensorflow.python.client import pywrap_tf_session

FILE = Path(__file__).resolve().parents[1] / "src/main/resources/org/graft/source/tensorflow/ops.tsv"


def registry():
    """All operations that this build of TensorFlow knows, by name."""
    operations = op_def_pb2.OpList()
    buffer = pywrap_tf_session.TF_GetAllOpList()
    operations.ParseFromString(pywrap_tf_session.TF_GetBuffer(buffer))
    return sorted((o for o in operations.op if not o.name.startswith("_")), key=lambda o: o.name)


def output(argument):
    count = argument.number_attr or argument.type_list_attr
    return f"{argument.name}*{count}" if count else argument.name


def attribute(definition):
    if not definition.HasField("default_value"):
        return definition.name
    text = text_format.MessageToString(definition.default_value, as_one_line=True)
    assert "; " not in text and "\t" not in text, text
    return f"{definition.name}={text}"


def line(operation):
    outputs = "; ".join(map(output, operation.output_arg))
    attributes = "; ".join(map(attribute, operation.attr))
    return "\t".join((operation.name, outputs, attributes))


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text("".join(line(operation) + "\n" for operation in registry()))
