"""Draw an ONNX file as a reader of it sees it: nodes, names, shapes, weights, metadata.

`draw_onnx.py MODEL.onnx PICTURE.png [COLUMNS]` needs Graphviz' `dot`. The shapes are those that onnx infers by
itself, strictly, and not those that the file states; whatever has no name or no shape is drawn in red. Nodes go
down in the file's order, in COLUMNS columns.
"""

import html
import io
import re
import subprocess
import sys

import onnx
from onnx import TensorProto
from PIL import Image

COLOURS = {
    "Conv": "#335577",
    "MatMul": "#335577",
    "Relu": "#704a2d",
    "Softmax": "#704a2d",
    "MaxPool": "#33553f",
    "GlobalAveragePool": "#33553f",
}
OTHER = "#45484d"
MISSING = "#c00000"


def inferred(path):
    """The model with all shapes made anew, and the shape of each value as text."""
    model = onnx.load(path)
    del model.graph.value_info[:]
    model = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    graph = model.graph
    values = [*graph.input, *graph.value_info, *graph.output]
    return model, {value.name: shape(value.type.tensor_type) for value in values}


def shape(tensor):
    sides = [side.dim_param or str(side.dim_value) for side in tensor.shape.dim]
    return TensorProto.DataType.Name(tensor.elem_type).lower() + " [" + ", ".join(sides) + "]"


def text(value, colour=None, bold=False):
    escaped = html.escape(value) or "no name"
    escaped = f"<B>{escaped}</B>" if bold else escaped
    colour = colour if value else MISSING
    return f'<FONT COLOR="{colour}">{escaped}</FONT>' if colour else escaped


def box(header, colour, rows):
    cells = "".join(f'<TR><TD ALIGN="LEFT">{row}</TD></TR>' for row in rows)
    return (
        '<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="3" COLOR="#888888">'
        f'<TR><TD BGCOLOR="{colour}">{text(header, "white", bold=True)}</TD></TR>{cells}</TABLE>>'
    )


def node_box(node, weights):
    own = [f"{name.rsplit('/', 1)[-1]} {list(weights[name])}" for name in node.input if name in weights]
    rows = [text(node.name)] + [text(row, "#555555") for row in own]
    return box(node.op_type, COLOURS.get(node.op_type, OTHER), rows)


def wrap(value, width=36):
    """Lines that end after a comma where the value has one."""
    lines = [""]
    for part in re.findall(r"[^,]*,|[^,]+$", value):
        if len(lines[-1]) + len(part) > width and lines[-1]:
            lines.append("")
        lines[-1] += part
    return lines


def metadata_box(model):
    facts = {
        "ir_version": str(model.ir_version),
        "opset": ", ".join(f"{o.domain or 'ai.onnx'} {o.version}" for o in model.opset_import),
        "producer": f"{model.producer_name} {model.producer_version}",
        **{prop.key: prop.value for prop in model.metadata_props},
    }
    rows = []
    for key, value in facts.items():
        wrapped = '<BR ALIGN="LEFT"/>'.join(html.escape(line) for line in wrap(value))
        rows.append(
            f'<TR><TD ALIGN="LEFT" VALIGN="TOP">{html.escape(key)}</TD>'
            f'<TD ALIGN="LEFT" BALIGN="LEFT">{wrapped}<BR ALIGN="LEFT"/></TD></TR>'
        )
    return (
        '<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="3" COLOR="#888888">'
        f'<TR><TD COLSPAN="2" BGCOLOR="{OTHER}">{text("model and metadata_props", "white", bold=True)}</TD></TR>'
        + "".join(rows)
        + "</TABLE>>"
    )


def dot(model, shapes, columns):
    graph = model.graph
    weights = {initialiser.name: initialiser.dims for initialiser in graph.initializer}
    boxes = [(f"in {v.name}", box("input", "#6a6a6a", [text(v.name)]), [], [v.name]) for v in graph.input]
    boxes += [(f"n {i}", node_box(n, weights), n.input, n.output) for i, n in enumerate(graph.node)]
    boxes += [(f"out {v.name}", box("output", "#6a6a6a", [text(v.name)]), [v.name], []) for v in graph.output]
    height = -(-len(boxes) // columns)
    column = {name: i // height for i, (name, *_) in enumerate(boxes)}
    maker = {value: name for name, _, _, made in boxes for value in made}
    lines = [f'"{name}" [label={label}];' for name, label, _, _ in boxes]
    for name, _, read, _ in boxes:
        for value in (value for value in read if value in maker):
            found = shapes.get(value, "")
            style = "" if column[name] == column[maker[value]] else ", constraint=false, color=\"#3366cc\""
            label = f'<{text(found or "no shape", "#222222" if found else MISSING)}>'
            lines.append(f'"{maker[value]}" -> "{name}" [label={label}{style}];')
    tops = [boxes[i * height][0] for i in range(columns) if i * height < len(boxes)]
    lines.append(f'graph [label={metadata_box(model)}, labelloc=b, fontname="DejaVu Sans", fontsize=10];')
    lines.append("{rank=same; " + " -> ".join(f'"{top}"' for top in tops) + " [style=invis];}")
    return (
        'digraph { graph [ranksep=0.22, nodesep=0.5, bgcolor="white", margin=0.1]; '
        'node [shape=plain, fontname="DejaVu Sans", fontsize=10]; '
        'edge [fontname="DejaVu Sans", fontsize=9, arrowsize=0.6, color="#666666"];\n'
    ) + "\n".join(lines) + "\n}"


def main(path, picture, columns):
    source = dot(*inferred(path), columns)
    drawn = subprocess.run(["dot", "-Tpng", "-Gdpi=100"], input=source.encode(), stdout=subprocess.PIPE, check=True)
    image = Image.open(io.BytesIO(drawn.stdout)).convert("RGBA")
    white = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    white.quantize(32, dither=Image.Dither.NONE).save(picture, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1)
