"""The shipped model in PyTorch: the same layers and weights as ml/model/net.h."""

import json
import struct
from pathlib import Path

import torch
from torch import nn

MEMORY = 64
POSITIONS_PCT = (0, 10, 25, 50, 75, 100)
TRUTHS = 9  # what the net guesses of the room beside the opening; nobody asks for them here


def read_safetensors(path):
    """Tensors by name: a length, a JSON header, raw little-endian float32."""
    content = Path(path).read_bytes()
    (header_size,) = struct.unpack("<Q", content[:8])
    data = content[8 + header_size :]
    tensors = {}
    for name, entry in json.loads(content[8 : 8 + header_size]).items():
        begin, end = entry["data_offsets"]
        values = torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32)
        tensors[name] = values.reshape(entry["shape"])
    return tensors


class WindowNet(nn.Module):
    """input, memory -> opening (a logit), acceptable (one logit a position), next memory."""

    def __init__(self, weights):
        super().__init__()
        inputs = weights["input_gates.weight"].shape[1]
        hidden, judging = weights["deciding.bias"].shape[0], weights["judging.bias"].shape[0]
        self.cell = nn.GRUCell(inputs, MEMORY)
        self.deciding = nn.Linear(inputs + MEMORY, hidden)
        self.decided = nn.Linear(hidden, 1 + TRUTHS)
        self.judging = nn.Linear(inputs + MEMORY, judging)
        self.judged = nn.Linear(judging, 2 * len(POSITIONS_PCT))
        cell = {
            "cell.weight_ih": "input_gates.weight",
            "cell.bias_ih": "input_gates.bias",
            "cell.weight_hh": "memory_gates.weight",
            "cell.bias_hh": "memory_gates.bias",
        }
        self.load_state_dict({name: weights[cell.get(name, name)] for name in self.state_dict()})
        self.eval()

    def forward(self, inputs, memory):
        memory = self.cell(inputs, memory)
        joined = torch.cat((inputs, memory), dim=1)
        decided = self.decided(torch.relu(self.deciding(joined)))
        judged = self.judged(torch.relu(self.judging(joined)))
        return decided[:, 0], judged[:, len(POSITIONS_PCT) :], memory
