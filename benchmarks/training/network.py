"""The published recognition network as a module of PyTorch: its graph is walked, its constants are the parameters."""
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

TYPES = {1: torch.float32, 6: torch.int32, 7: torch.int64}


class Network(torch.nn.Module):
    """`[lines][3][48][width]` in, BGR from -1 to 1; `[lines][width / 8][classes]` out, before the softmax."""

    def __init__(self, path, more_classes):
        """more_classes: how many classes the last layer is given behind its own; to begin with they are never seen."""
        super().__init__()
        graph = onnx.load(path).graph
        self.input, self.output = graph.input[0].name, graph.output[0].name
        self.weights = torch.nn.ParameterDict()
        self.constants = {}
        nodes = []
        for node in graph.node:
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            name = node.output[0]
            if node.op_type != 'Constant':
                nodes.append((node.op_type, list(node.input), name, attributes))
            elif name.startswith(('conv', 'batch', 'linear', 'layer')):
                # what a batch normalisation has seen of the world stays
                value = torch.tensor(numpy_helper.to_array(attributes['value']))
                self.weights[key(name)] = torch.nn.Parameter(value, requires_grad=not name.endswith(('.w_1', '.w_2')))
            else:
                self.constants[name] = torch.tensor(numpy_helper.to_array(attributes['value']))
        self.nodes = self.with_hard_swish(nodes)
        products = [inputs for kind, inputs, _, _ in nodes if kind == 'MatMul']
        self.last_weights = products[-1][1]
        self.last_biases = next(inputs[1] for kind, inputs, _, _ in reversed(nodes) if kind == 'Add')
        self.published = {name.replace('~', '.'): value.detach().clone() for name, value in self.weights.items()}
        for name, fill in ((self.last_weights, 0.), (self.last_biases, -5.)):
            value = self.weights[key(name)].data
            more = torch.full((*value.shape[:-1], more_classes), fill)
            self.weights[key(name)] = torch.nn.Parameter(torch.cat([value, more], -1))

    def with_hard_swish(self, nodes):
        """In four steps it takes most of the memory, and a fifth of the time."""
        makers = {output: (kind, inputs) for kind, inputs, output, _ in nodes}
        found, gone = {}, set()
        for kind, inputs, output, _ in nodes:
            if kind == 'Div' and makers.get(inputs[0], ('', ()))[0] == 'Mul':
                x, clip = makers[inputs[0]][1]
                if makers.get(clip, ('', ()))[0] == 'Clip' and makers[makers[clip][1][0]] == ('Add', [x, makers[makers[clip][1][0]][1][1]]):
                    found[output] = x
                    gone |= {inputs[0], clip, makers[clip][1][0]}
        return [('HardSwish', [found[n[2]]], n[2], {}) if n[2] in found else n for n in nodes if n[2] not in gone]

    def freeze_before(self, name):
        """The first layers stay as they are: strokes look the same everywhere, and their gradients are the dearest."""
        used = list(dict.fromkeys(i for _, inputs, _, _ in self.nodes for i in inputs if key(i) in self.weights))
        for first in used[:used.index(name)]:
            self.weights[key(first)].requires_grad = False

    def forward(self, x):
        values = {**self.constants, self.input: x, **{name.replace('~', '.'): value for name, value in self.weights.items()}}
        for kind, inputs, output, attributes in self.nodes:
            if output == self.output:
                return values[inputs[0]]
            values[output] = run(kind, [values[i] for i in inputs], attributes)


def key(name):
    """PyTorch takes no full stops in names."""
    return name.replace('.', '~')


def run(kind, x, a):
    if kind == 'Conv':
        top, left, bottom, right = a.get('pads', [0] * 4)
        padded = F.pad(x[0], (left, right, top, bottom))
        return F.conv2d(padded, x[1], x[2] if len(x) > 2 else None, tuple(a['strides']), 0, tuple(a.get('dilations', [1, 1])), a.get('group', 1))
    if kind == 'Reshape':
        return x[0].reshape([x[0].shape[i] if extent == 0 else extent for i, extent in enumerate(x[1].tolist())])
    if kind == 'Slice':
        for start, end, axis in zip(x[1].tolist(), x[2].tolist(), x[3].tolist()):
            x[0] = x[0].narrow(axis, start, min(end, x[0].shape[axis]) - start)
        return x[0]
    return {
        'Add': lambda: x[0] + x[1],
        'Sub': lambda: x[0] - x[1],
        'Mul': lambda: x[0] * x[1],
        'Div': lambda: x[0] / x[1],
        'Pow': lambda: x[0] ** x[1],
        'Sqrt': lambda: x[0].sqrt(),
        'MatMul': lambda: x[0] @ x[1],
        'Relu': lambda: x[0].relu(),
        'Sigmoid': lambda: x[0].sigmoid(),
        'HardSwish': lambda: F.hardswish(x[0]),
        'HardSigmoid': lambda: (a['alpha'] * x[0] + a['beta']).clamp(0, 1),
        'Clip': lambda: x[0].clamp(float(x[1]), float(x[2])),
        'Softmax': lambda: x[0].softmax(a['axis']),
        'BatchNormalization': lambda: F.batch_norm(x[0], x[3], x[4], x[1], x[2], eps=a['epsilon']),
        'ReduceMean': lambda: x[0].mean(tuple(a['axes']), keepdim=True),
        'GlobalAveragePool': lambda: x[0].mean((2, 3), keepdim=True),
        'AveragePool': lambda: F.avg_pool2d(x[0], tuple(a['kernel_shape']), tuple(a['strides'])),
        'Transpose': lambda: x[0].permute(a['perm']),
        'Squeeze': lambda: x[0].squeeze(a['axes'][0]),
        'Concat': lambda: torch.cat(x, a['axis']),
        'Cast': lambda: x[0].to(TYPES[a['to']]),
        'Shape': lambda: torch.tensor(x[0].shape),
    }[kind]()
